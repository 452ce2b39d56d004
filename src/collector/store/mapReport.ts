/** Says what became of an action map: how far each of its offers came, why it did not act, and what people did afterwards. */
import type { MapReport } from "../../protocol/ruleAnswers";
import { BLOCKED_REASONS, type BlockedReason } from "../../protocol/rules";
import { join, reportGroup, type Group } from "./groups";
import type { OfferRow, RuleLog, RuleQuery, RuleRow } from "./ruleLog";
import { shareOf } from "./share";

type Step = "offered" | "accepted" | "declined" | "ignored" | "expired" | "failed" | "engaged";
type Tally = { [step in Step]: number };

/** What cannot have happened without having been seen, and so on: words of pages get lost. */
const IMPLIED: { [step in Step]?: Step[] } = { engaged: ["accepted", "offered"], accepted: ["offered"], declined: ["offered"], ignored: ["offered"] };

const isReason = (reason: string | null): reason is BlockedReason => BLOCKED_REASONS.some((known) => known === reason);

export async function reportMap(log: RuleLog, { site, map, ...time }: Pick<RuleQuery, "site" | "from" | "until"> & { map: string }): Promise<MapReport> {
  const query = { site, rule: map, ...time };
  const groups: { [group in "acted" | "reached" | "control"]: Group } = { acted: new Map(), reached: new Map(), control: new Map() };
  const steps: Tally = { offered: 0, accepted: 0, declined: 0, ignored: 0, expired: 0, failed: 0, engaged: 0 };
  const blocked: MapReport["blocked"] = {};
  let [qualified, latest, name, type] = [0, -Infinity, "", "chat"];

  const note = (row: RuleRow) => {
    if (row.at < latest) return;
    latest = row.at;
    name = row.name ?? name;
    type = row.action ?? type;
  };

  for await (const rows of log.rows({ ...query, type: "action.qualified" })) {
    // Pages decide nothing.
    for (const row of rows.filter(({ source }) => source !== "page")) {
      note(row);
      qualified++;
      join(groups.acted, row);
      join(groups.reached, row);
      for (const step of wayOf(log, site, row)) steps[step]++;
    }
  }
  /** Of which offers pages have said which reasons. */
  const offers = new Set<string>();
  for await (const rows of log.rows({ ...query, type: "action.blocked" })) {
    for (const row of rows) {
      const { reason, source, offer, visitor } = row;
      if (!isReason(reason)) continue;
      if (source === "page") {
        // A page may say so again and again, of its own visitor's offers.
        if (offer === null || offers.has(offer + reason) || !log.isOffered({ site, id: offer, visitor, rule: map })) continue;
        offers.add(offer + reason);
      }
      note(row);
      blocked[reason] = (blocked[reason] ?? 0) + 1;
      if (source !== "page") join(reason === "control_group" ? groups.control : groups.reached, row);
    }
  }
  // Who came into the control group with another share of it, or left it, tells nothing of either.
  for (const person of groups.control.keys()) if (groups.reached.delete(person)) groups.control.delete(person);

  const of = (step: Step, whole: number) => shareOf(steps[step], whole);
  return {
    map, name, type: type as MapReport["type"], qualified, blocked,
    offered: of("offered", qualified), expired: of("expired", qualified), failed: of("failed", qualified),
    accepted: of("accepted", steps.offered), declined: of("declined", steps.offered), ignored: of("ignored", steps.offered),
    engaged: of("engaged", steps.accepted),
    acted: await reportGroup(log, site, groups.acted),
    reached: await reportGroup(log, site, groups.reached),
    control: await reportGroup(log, site, groups.control),
  };
}

/** How far an offer came. Anybody may name an offer, so of pages only its own visitor's is heard. */
function wayOf(log: RuleLog, site: string, { id, visitor, action }: RuleRow): Set<Step> {
  if (action === "webhook" || action === "tag") return new Set();
  const words = log.offer(site, id).filter((word) => word.source !== "page" || word.visitor === visitor);
  const told = words.flatMap(({ type }) => stepOf(type) ?? []);
  const conversations = new Set(words.flatMap(({ conversation }) => conversation ?? []));
  if ([...conversations].some((conversation) => log.isConnected(site, conversation))) told.push("engaged");
  return new Set(told.flatMap((step) => [step, ...(IMPLIED[step] ?? [])]));
}

function stepOf(type: OfferRow["type"]): Step | undefined {
  const [, word] = type.split(".");
  return (["offered", "accepted", "declined", "ignored", "expired", "failed"] as const).find((step) => step === word);
}
