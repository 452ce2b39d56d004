/** What is everybody's own, whatever their role is: `/v1/me/account`, `/v1/me/password`, and the logins on other computers. */
import type { OwnAccount } from "../../protocol/account";
import type { Admission } from "../access/admission";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Logins } from "../access/logins";
import type { Store } from "../store/store";
import { fieldsOf } from "./accounts";
import { explain } from "./login";
import { sendProblem } from "./problem";

export interface MeRoutes extends Pick<Guards, "forAgents"> {
  store: Pick<Store, "account">;
  logins: Logins;
  admission: Pick<Admission, "changePassword">;
}

const noAccount = { status: 404, error: "unknown_account", message: "This account is not there any more." };
const noPasswords = { status: 400, error: "wrong_account", message: 'Send {"before": …, "password": …}: the password that you have, and the one that you want.' };
// 401 would say that the login is over.
const wrongPassword = { status: 422, error: "wrong_password", message: "This is not the password that you have." };

export function addMeRoutes(server: GuardedRoutes, { store, logins, admission, forAgents }: MeRoutes): void {
  server.get("/v1/me/account", forAgents(async ({ site, login }, _request, reply) => {
    const account = await store.account({ site, id: login.account });
    if (!account) return sendProblem(reply, noAccount);
    const { name, email, role, queues, passwordHash, subject } = account;
    return { name, email, role, ...(queues && { queues }), hasPassword: passwordHash !== undefined, byProvider: subject !== undefined, otherLogins: await logins.countOthers(login) } satisfies OwnAccount;
  }));

  server.post("/v1/me/password", forAgents(async ({ site, login }, { body, ip, headers }, reply) => {
    const { before, password } = fieldsOf(body);
    if (typeof before !== "string" || typeof password !== "string") return sendProblem(reply, noPasswords);
    const changed = await admission.changePassword({ site, id: login.account, before, password, ip });
    if ("account" in changed) return reply.code(204).header("set-cookie", await logins.begin(login.account, headers.cookie, login)).send();
    return sendProblem(reply, changed.reason === "wrong" ? wrongPassword : explain(changed));
  }));

  server.delete("/v1/me/logins", forAgents(async ({ login }, _request, reply) => {
    await logins.endOthers(login);
    return reply.code(204).send();
  }));
}
