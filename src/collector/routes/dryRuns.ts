/** Where a rule set is tried on past days before it runs. */
import { RULE_DAYS, RULE_SET_BYTES, type DryRun } from "../../protocol/ruleAnswers";
import type { Guard } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { DryRuns } from "../dryRuns/dryRuns";
import { parseRules } from "../rules/parseRules";
import { sendProblem } from "./problem";

export interface DryRunRoutes {
  dryRuns: DryRuns;
  guarded: Guard;
}

/** What stands around the set. */
const AROUND_BYTES = 1_000;

const noDryRun = { status: 404, error: "unknown_dry_run", message: "There is no such dry run. Of each site the last few are kept until the collector restarts." };
const wrongDryRun = { status: 400, error: "wrong_dry_run", message: `Send {"set": …, "days": 7}: the rules, and a whole number of days from 1 to ${RULE_DAYS} to try them on.` };

export function addDryRunRoutes(server: GuardedRoutes, { dryRuns, guarded }: DryRunRoutes): void {
  const idOf = (params: unknown) => (params as { id: string }).id;

  server.post("/v1/rules/dry-run", { bodyLimit: RULE_SET_BYTES + AROUND_BYTES }, guarded("rules.write", async ({ site }, { body }, reply) => {
    const asked = readAsked(body);
    if (!asked) return sendProblem(reply, wrongDryRun);
    const parsed = parseRules(asked.set);
    if ("problems" in parsed) {
      return reply.code(422).send({ error: "wrong_rules", message: "The rules cannot be tried: see problems for what to change where.", problems: parsed.problems });
    }
    const begun = dryRuns.begin({ site, set: parsed.set, days: asked.days });
    if ("id" in begun) return reply.code(202).send(begun);
    return sendProblem(reply, { status: 409, error: "dry_run_busy", message: `Another dry run is under way. Wait for it, or end it with DELETE /v1/rules/dry-run/${begun.busy}.` });
  }));

  server.get("/v1/rules/dry-run/:id", guarded("rules.see", async ({ site }, { params }, reply) =>
    (dryRuns.find(site, idOf(params)) satisfies DryRun | undefined) ?? sendProblem(reply, noDryRun)));

  server.delete("/v1/rules/dry-run/:id", guarded("rules.write", async ({ site }, { params }, reply) => {
    if (!dryRuns.find(site, idOf(params))) return sendProblem(reply, noDryRun);
    dryRuns.cancel(site, idOf(params));
    return reply.code(204).send();
  }));
}

function readAsked(body: unknown): { set: unknown; days: number } | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { set, days, ...others } = body as { set?: unknown; days?: unknown };
  const isSound = typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= RULE_DAYS && Object.keys(others).length === 0 && set !== undefined;
  return isSound ? { set, days } : undefined;
}
