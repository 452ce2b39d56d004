/** Finds the accounts of whom the identity provider vouches for, or makes one. */
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
  /** All accounts of a person, the first site's first. By an e-mail nobody gets one who was known under it to be somebody else at the provider: that stays theirs. */
  const find = async (subject: string, email: string | undefined): Promise<StoredAccount[]> => {
    const bySubject = await store.accountsBySubject(subject);
    const byEmail = email === undefined ? [] : await store.accountsByEmail(email);
    const order = (await store.sites()).map(({ id }) => id);
    return [...bySubject, ...byEmail.filter((one) => one.subject === undefined && !bySubject.some(({ site }) => site === one.site))].sort((a, b) => order.indexOf(a.site) - order.indexOf(b.site));
  };

  return async ({ subject, name: givenName, email: givenEmail, role }, noted) => {
    const first = await store.firstSite();
    if (!first) return { reason: "no_account" };
    // Whoever has no role on the first site would come in there from any other.
    if (role === null) return { reason: "no_role" };
    const email = givenEmail === undefined ? undefined : normalizeEmail(givenEmail);
    const known = await find(subject, email);

    const admit = async (one: StoredAccount): Promise<StoredAccount | undefined> => {
      const change = ({ role: next = one.role }: { role?: Role }) => {
        const work = () => store.changeAccount({ site: one.site, id: one.id }, { subject, role: next, lastLoginAt: now() });
        return one.subject === subject && next === one.role ? work() : noted({ site: one.site, agent: one.name, role: next }, work);
      };
      // What the provider says somebody is they are on the first site; on the others its admins say so.
      const changed = await change(role && one.site === first.id ? { role } : {});
      // The last admin stays one, whatever the provider says: somebody has to be able to put that right.
      const account = changed === "last_admin" ? await change({}) : changed;
      if (typeof account === "string") return undefined;
      if (account.role !== one.role) await logins.withdraw(one.id);
      return account;
    };
    const make = async (): Promise<{ account: StoredAccount } | { reason: NotAdmitted }> => {
      const name = readName(givenName);
      if (!role) return { reason: "no_account" };
      if (email === undefined || name === undefined) return { reason: "no_email" };
      const account: StoredAccount = { id: createId(now()), site: first.id, name, email, role, active: true, subject, createdAt: now(), lastLoginAt: now() };
      const problem = await noted({ site: first.id, agent: name, role }, () => store.addAccount(account));
      return problem ? { reason: problem === "name_taken" ? "name_taken" : "no_account" } : { account };
    };

    let account: StoredAccount | undefined;
    // The first one comes last: the row of its change is the login's as well.
    for (const one of known.filter(({ active }) => active).reverse()) account = (await admit(one)) ?? account;
    const made = known.some(({ site }) => site === first.id) ? undefined : await make();
    if (made && "account" in made) return made;
    if (account) return { account };
    return known.some(({ active }) => !active) ? { reason: "not_active" } : made ?? { reason: "no_account" };
  };
}
