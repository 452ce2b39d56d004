/** Where a site's rules are read, checked and changed, one version after the other. */
import type { FastifyReply } from "fastify";
import { RULE_DAYS, RULE_SET_BYTES, type RulesReport, type RulesVersion, type SavedRules } from "../../protocol/ruleAnswers";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import { parseRules } from "../rules/parseRules";
import type { RuleHistory } from "../store/historyStore";
import type { RuleStore } from "../store/ruleStore";
import { sendProblem } from "./problem";
import { readMatch } from "./readMatch";

export interface RuleRoutes extends Pick<Guards, "guarded"> {
  store: RuleStore & Pick<RuleHistory, "mapReports">;
  now: () => number;
}

const noVersion = { status: 404, error: "unknown_version", message: "There is no such version of the rules, or it is too old to be kept. GET /v1/rules/versions lists them." };
const conflict = { status: 412, error: "rules_changed", message: "Somebody else has saved rules meanwhile. Get them with GET /v1/rules, and make the change again." };
const wrongDays = { status: 400, error: "wrong_query", message: `Ask for ?days= with a whole number from 1 to ${RULE_DAYS}.` };
const wrongMatch = { status: 400, error: "wrong_version", message: 'Say which version you have changed: If-Match: "7", or ?version=7.' };

const REPORT_DAYS = "30";
const DAY_MS = 86_400_000;

export function addRuleRoutes(server: GuardedRoutes, { store, guarded, now }: RuleRoutes): void {
  const options = { bodyLimit: RULE_SET_BYTES };
  const tagged = (reply: FastifyReply, { version }: { version: number }) => reply.header("etag", `"${version}"`);

  server.get("/v1/rules", guarded("rules.see", async ({ site }, _request, reply) => {
    const rules = await store.rules(site);
    tagged(reply, rules);
    return rules satisfies SavedRules;
  }));

  server.put("/v1/rules", options, guarded("rules.write", async ({ site, agent }, request, reply) => {
    const match = readMatch(request);
    if (match === "wrong") return sendProblem(reply, wrongMatch);
    const parsed = parseRules(request.body);
    if ("problems" in parsed) {
      const message = "The rules were not saved, and those before run on: see problems for what to change where.";
      return reply.code(422).send({ error: "wrong_rules", message, problems: parsed.problems });
    }
    const rules = { set: parsed.set, at: now(), by: agent ?? "server" };
    const saved = await store.saveRules({ site, ...rules, expected: match.version });
    if (saved === "conflict") return sendProblem(reply, conflict);
    tagged(reply, saved);
    return { ...saved, ...rules } satisfies SavedRules;
  }));

  server.post("/v1/rules/check", options, guarded("rules.see", async (_caller, { body }) => {
    const parsed = parseRules(body);
    return { problems: "problems" in parsed ? parsed.problems : [] };
  }));

  server.get("/v1/rules/versions", guarded("rules.see", async ({ site }) => ({ versions: (await store.ruleVersions(site)) satisfies RulesVersion[] })));

  server.get("/v1/rules/versions/:version", guarded("rules.see", async ({ site }, { params }, reply) => {
    const { version } = params as { version: string };
    const rules = /^\d{1,15}$/.test(version) ? await store.ruleVersion({ site, version: Number(version) }) : undefined;
    if (!rules) return sendProblem(reply, noVersion);
    tagged(reply, rules);
    return rules satisfies SavedRules;
  }));

  server.get("/v1/rules/report", guarded("rules.see", async ({ site }, { query }, reply) => {
    const days = readDays((query as { days?: unknown }).days ?? REPORT_DAYS);
    if (days === undefined) return sendProblem(reply, wrongDays);
    const until = now();
    const from = until - days * DAY_MS;
    return { days, from, until, maps: await store.mapReports({ site, from, until }) } satisfies RulesReport;
  }));
}

function readDays(days: unknown): number | undefined {
  const count = typeof days === "string" && /^\d{1,3}$/.test(days) ? Number(days) : 0;
  return count >= 1 && count <= RULE_DAYS ? count : undefined;
}
