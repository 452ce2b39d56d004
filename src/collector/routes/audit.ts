/** `GET /v1/audit` and `GET /v1/audit/check`: what was done and who read what, and whether that is as it was written. */
import { AUDIT_KINDS, AUDIT_ROWS, type AuditCheck, type AuditRows } from "../../protocol/audit";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { AuditQuery, AuditStore } from "../store/audit";
import { sendProblem } from "./problem";

export interface AuditRoutes extends Pick<Guards, "guarded"> {
  store: AuditStore;
}

const DEFAULT_ROWS = "50";
const wrong = { status: 400, error: "wrong_query", message: `Ask for ?before= with the number of a row, &limit= up to ${AUDIT_ROWS}, &who=, &object=, and &kind=${AUDIT_KINDS.join(", ")}.` };

export function addAuditRoutes(server: GuardedRoutes, { store, guarded }: AuditRoutes): void {
  server.get("/v1/audit", guarded("audit.see", async ({ site }, { query }, reply) => {
    const asked = readQuery(site, query as { [name: string]: unknown });
    if (!asked) return sendProblem(reply, wrong);
    const found = await store.auditRows({ ...asked, limit: asked.limit + 1 });
    const rows = found.slice(0, asked.limit);
    return { rows, ...(found.length > asked.limit && { before: rows.at(-1)!.n }) } satisfies AuditRows;
  }));

  server.get("/v1/audit/check", guarded("audit.see", async () => (await store.checkAudit()) satisfies AuditCheck));
}

function readQuery(site: string, { before, limit = DEFAULT_ROWS, who, object, kind }: { [name: string]: unknown }): AuditQuery | undefined {
  const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === "string";
  const number = (value: unknown) => (typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : NaN);
  const rows = number(limit);
  const below = before === undefined ? Number.MAX_SAFE_INTEGER : number(before);
  if (!(rows >= 1 && rows <= AUDIT_ROWS) || Number.isNaN(below) || !isText(who) || !isText(object)) return undefined;
  const asked = AUDIT_KINDS.find((one) => one === kind);
  if (kind !== undefined && !asked) return undefined;
  return { site, before: below, limit: rows, who: who || undefined, object: object || undefined, kind: asked };
}
