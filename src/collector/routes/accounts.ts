/** `/v1/accounts`: admins say who may log in and as what. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Account, Accounts, Invited } from "../../protocol/account";
import { normalizeEmail } from "../../protocol/email";
import { createId } from "../../protocol/id";
import { isRole, ROLES, type Role } from "../../protocol/roles";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Logins } from "../access/logins";
import { readName, readQueues } from "../access/readAccount";
import type { Tickets } from "../access/tickets";
import type { AccountProblem } from "../store/accountStore";
import type { Store, StoredAccount } from "../store/store";
import { sendProblem } from "./problem";

export interface AccountRoutes extends Pick<Guards, "guarded"> {
  store: Pick<Store, "accounts" | "account" | "addAccount" | "changeAccount">;
  logins: Logins;
  tickets: Tickets;
  now: () => number;
}

const ROLE_NAMES = Object.keys(ROLES).join(", ");
const PROBLEMS: { [problem in AccountProblem]: Parameters<typeof sendProblem>[1] } = {
  unknown_account: { status: 404, error: "unknown_account", message: "There is no account of that id. GET /v1/accounts lists them." },
  email_taken: { status: 409, error: "email_taken", message: "Somebody logs in with this e-mail already." },
  name_taken: { status: 409, error: "name_taken", message: "Somebody else has this name. Cards show it: take another one." },
  last_admin: { status: 409, error: "last_admin", message: "This is the last admin who can log in. Make another one first." },
};
const isOff = { status: 409, error: "not_active", message: "This account is not active. Make it active first." };

export function addAccountRoutes(server: GuardedRoutes, { store, logins, tickets, now, guarded }: AccountRoutes): void {
  const idOf = ({ params }: FastifyRequest) => (params as { id: string }).id;
  const wrong = (reply: FastifyReply, message: string) => sendProblem(reply, { status: 400, error: "wrong_account", message });
  const invite = async (account: StoredAccount): Promise<Invited> => ({ ...shown(account), ...(await tickets.create({ site: account.site, account: account.id })) });

  server.get("/v1/accounts", guarded("accounts", async ({ site }) => ({ accounts: (await store.accounts(site)).map(shown) }) satisfies Accounts));

  server.post("/v1/accounts", guarded("accounts", async ({ site }, { body }, reply) => {
    const { name: givenName, email: givenEmail, role } = fieldsOf(body);
    const name = readName(givenName);
    const email = typeof givenEmail === "string" ? normalizeEmail(givenEmail) : undefined;
    if (name === undefined || email === undefined || !isRole(role)) return wrong(reply, `Send {"name": …, "email": …, "role": …}, with one of ${ROLE_NAMES}.`);
    const account: StoredAccount = { id: createId(now()), site, name, email, role, active: true, createdAt: now() };
    const problem = await store.addAccount(account);
    return problem ? sendProblem(reply, PROBLEMS[problem]) : reply.code(201).send(await invite(account));
  }));

  server.patch("/v1/accounts/:id", guarded("accounts", async ({ site }, request, reply) => {
    const change = readChange(request.body);
    if (!change) return wrong(reply, `Send what is to change: {"name": …, "role": …, "active": …, "queues": […]}, with one of ${ROLE_NAMES}, and queues by their names, or null for all.`);
    const before = await store.account({ site, id: idOf(request) });
    const after = await store.changeAccount({ site, id: idOf(request) }, change);
    if (typeof after === "string") return sendProblem(reply, PROBLEMS[after]);
    // What somebody may do, and under which name, is said anew by a new login.
    if (before?.role !== after.role || before.active !== after.active || before.name !== after.name) await logins.withdraw(after.id);
    else if (JSON.stringify(before.queues) !== JSON.stringify(after.queues)) logins.endStreams(after.id);
    return shown(after);
  }));

  server.post("/v1/accounts/:id/invite", guarded("accounts", async ({ site }, request, reply) => {
    const account = await store.account({ site, id: idOf(request) });
    if (!account) return sendProblem(reply, PROBLEMS.unknown_account);
    return account.active ? invite(account) : sendProblem(reply, isOff);
  }));
}

/** @returns what an object has; nothing of what is none */
export function fieldsOf(body: unknown): { [field: string]: unknown } {
  return typeof body === "object" && body !== null ? (body as { [field: string]: unknown }) : {};
}

/** @returns `undefined` where something cannot be read, or nothing is there */
function readChange(body: unknown): { name?: string; role?: Role; active?: boolean; queues?: string[] | undefined } | undefined {
  const { name: givenName, role, active, queues: givenQueues, ...others } = fieldsOf(body);
  const name = readName(givenName);
  if (Object.keys(others).length || (givenName !== undefined && name === undefined)) return undefined;
  if ((role !== undefined && !isRole(role)) || (active !== undefined && typeof active !== "boolean")) return undefined;
  const queues = readQueues(givenQueues);
  if (givenQueues !== undefined && givenQueues !== null && queues === undefined) return undefined;
  const change = { ...(name !== undefined && { name }), ...(role !== undefined && { role }), ...(active !== undefined && { active }), ...(givenQueues !== undefined && { queues }) };
  return Object.keys(change).length ? change : undefined;
}

/** What admins may see: of passwords only whether there is one. */
function shown({ id, name, email, role, active, queues, passwordHash, createdAt, lastLoginAt }: StoredAccount): Account {
  return { id, name, email, role, active, ...(queues && { queues }), invited: passwordHash === undefined, createdAt, ...(lastLoginAt !== undefined && { lastLoginAt }) };
}
