/** Recognises visitors who come under another id: by the cookie of their browser, or by the token of the link that they followed. */
import { isBornLater } from "../../protocol/id";
import { createHandovers } from "./handovers";
import { createIsKnown } from "./knownVisitors";
import type { Registry } from "./registry";
import type { IncomingEvent, Recognised, Standing } from "./store";

export interface Recognition {
  /** Takes what came with an event of who its visitor is, before the event is stored. */
  take(event: IncomingEvent): void;
  standing(site: string, visitor: string): Standing;
}

export function createRecognition(registry: Registry, tell: (recognised: Recognised) => void): Recognition {
  const { database, vault, aliases, tombstones } = registry;
  const handovers = createHandovers(vault);
  const isKnown = createIsKnown(database);
  const use = database.prepare("INSERT OR IGNORE INTO proofs (hash, expires) VALUES (?, ?)");
  // The second condition is the one that the index is of.
  const reset = database.prepare("SELECT 1 FROM events WHERE site = ? AND visitor = ? AND type = 'identity.reset' AND type GLOB 'identity.*' LIMIT 1");

  const current = (site: string, visitor: string) => aliases.find(site, visitor)?.standsFor ?? visitor;
  const isOver = (site: string, visitor: string) =>
    reset.get(site, visitor) !== undefined || tombstones.has(site, [{ kind: "visitor", value: visitor }], 0);
  const join = ({ site, visitor = "", received }: IncomingEvent, standsFor: string) =>
    aliases.add({ site, visitor, standsFor, at: received }) ? "made" : "too_many";

  const byToken = (event: IncomingEvent, token: string): Recognised["result"] => {
    const { site, visitor = "", received } = event;
    const read = handovers.read(site, token);
    if (!read) return "unsound";
    const standsFor = current(site, read.visitor);
    // A batch that comes again brings its token again.
    if (current(site, visitor) === standsFor) return "same";
    if (read.expires < received) return "expired";
    if (isOver(site, standsFor)) return "over";
    if (use.run(vault.blind(site, "handover", token), read.expires).changes === 0) return "used";
    return join(event, standsFor);
  };

  /** @returns nothing where the cookie tells nothing new, as it mostly does */
  const byCookie = (event: IncomingEvent, cookie: NonNullable<IncomingEvent["cookie"]>): Recognised["result"] | undefined => {
    const { site, visitor = "" } = event;
    const standsFor = current(site, cookie.visitor);
    if (current(site, visitor) === standsFor) return undefined;
    // What the collector has learnt since it gave the cookie counts more; and after a reset no cookie from before it does.
    if ((aliases.find(site, visitor)?.at ?? 0) > cookie.at || isBornLater(visitor, cookie.visitor)) return "stale";
    if (!isKnown(site, standsFor) || isOver(site, standsFor) || isOver(site, cookie.visitor)) return "over";
    return join(event, standsFor);
  };

  return {
    take(event) {
      const { visitor, cookie, handover } = event;
      if (visitor === undefined) return;
      const linked = handover === undefined ? undefined : byToken(event, handover);
      if (linked !== undefined) tell({ by: "handover", result: linked });
      const known = cookie === undefined || linked === "made" ? undefined : byCookie(event, cookie);
      if (known !== undefined) tell({ by: "cookie", result: known });
    },
    standing(site, visitor) {
      const standsFor = current(site, visitor);
      return { visitor: standsFor, isOver: isOver(site, standsFor) };
    },
  };
}
