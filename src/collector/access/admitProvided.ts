/** Finds the account of whom the identity provider vouches for, or makes it. */
import { normalizeEmail } from "../../protocol/email";
import { createId } from "../../protocol/id";
import type { Role } from "../../protocol/roles";
import type { Store, StoredAccount } from "../store/store";
import type { Logins } from "./logins";
import type { Provided } from "./provider";
import { readName } from "./readAccount";

export interface AdmitProvidedDependencies {
  store: Store;
  logins: Pick<Logins, "withdraw">;
  now: () => number;
}

/** Why somebody whom the provider knows does not get in. */
export type NotAdmitted = "no_account" | "no_role" | "not_active" | "no_email" | "name_taken";
/** Notes who does some work in the audit log. */
export type Noted = <Result>(who: { site: string; agent: string; role: Role }, work: () => Promise<Result>) => Promise<Result>;
export type AdmitProvided = (person: Provided, noted: Noted) => Promise<{ account: StoredAccount } | { reason: NotAdmitted }>;

export function createAdmitProvided({ store, logins, now }: AdmitProvidedDependencies): AdmitProvided {
  return async ({ subject, name: givenName, email: givenEmail, role }, noted) => {
    const site = await store.firstSite();
    if (!site) return { reason: "no_account" };
    if (role === null) return { reason: "no_role" };
    const email = givenEmail === undefined ? undefined : normalizeEmail(givenEmail);
    const bySubject = await store.accountBySubject({ site: site.id, subject });
    const byEmail = bySubject || email === undefined ? undefined : await store.accountByEmail({ site: site.id, email });
    // Whoever was known under that e-mail to be somebody else at the provider stays theirs.
    const known = bySubject ?? (byEmail?.subject === undefined ? byEmail : undefined);
    if (known) {
      if (!known.active) return { reason: "not_active" };
      const change = (more: { role?: Role }) =>
        noted({ site: site.id, agent: known.name, role: more.role ?? known.role }, () => store.changeAccount({ site: site.id, id: known.id }, { subject, lastLoginAt: now(), ...more }));
      const changed = await change(role ? { role } : {});
      // The last admin stays one, whatever the provider says: somebody has to be able to put that right.
      const account = changed === "last_admin" ? await change({}) : changed;
      if (typeof account === "string") return { reason: "no_account" };
      if (account.role !== known.role) await logins.withdraw(known.id);
      return { account };
    }
    if (!role) return { reason: "no_account" };
    const name = readName(givenName);
    if (email === undefined || name === undefined) return { reason: "no_email" };
    const account: StoredAccount = { id: createId(now()), site: site.id, name, email, role, active: true, subject, createdAt: now(), lastLoginAt: now() };
    const problem = await noted({ site: site.id, agent: name, role }, () => store.addAccount(account));
    return problem ? { reason: problem === "name_taken" ? "name_taken" : "no_account" } : { account };
  };
}
