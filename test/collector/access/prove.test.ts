/** What is compared with a password, however many accounts there are of an e-mail. */
import { verify } from "@node-rs/argon2";
import { beforeEach, expect, it, vi } from "vitest";
import { createPasswords } from "../../../src/collector/access/passwords";
import { createProve, type Tried } from "../../../src/collector/access/prove";
import { createThrottle } from "../../../src/collector/access/throttle";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { Store, StoredAccount } from "../../../src/collector/store/store";
import { MASTER_KEYS, openInMemory } from "../openInMemory";

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return { ...real, verify: vi.fn(real.verify) };
});

const SITES = ["s1", "s2", ...Array.from({ length: 10 }, (_, i) => `t${i}`)];
let store: Store;
beforeEach(async () => {
  const database = await openInMemory();
  store = createSqliteStore({ database, masterKeys: MASTER_KEYS });
  for (const site of SITES.slice(2)) await store.createSite({ id: site, name: site, key: `pk_${site}`, secretHash: site });
  vi.mocked(verify).mockClear();
});

const passwords = createPasswords();
const give = async (email: string, site: string, passwordHash: string | undefined, active = true) => {
  const account: StoredAccount = { id: `${email} ${site}`, site, name: email, email, role: "agent", active, createdAt: 1, ...(passwordHash !== undefined && { passwordHash }) };
  await store.addAccount(account);
};
/** Which hashes fit, and how many were compared. */
const tryAt = async (email: string, more: Partial<Tried> = {}) => {
  const prove = createProve({ store, passwords, throttle: createThrottle({ store, now: () => 1_000 }) });
  const { fitting } = await prove({ accounts: await store.accountsByEmail(email), email, password: "right", ip: `192.0.2.${email.length}`, isInvited: false, ...more });
  const compared = vi.mocked(verify).mock.calls.length;
  vi.mocked(verify).mockClear();
  return { fitting, compared };
};

it("compares as much for every e-mail, known or not, as for the one that has the most passwords", async () => {
  const [right, other, third] = await Promise.all([passwords.hash("right"), passwords.hash("other"), passwords.hash("third")]);
  await give("one@x.com", "s1", right);
  expect(await tryAt("one@x.com")).toEqual({ fitting: [right], compared: 1 });
  expect(await tryAt("nobody@x.com")).toEqual({ fitting: [], compared: 1 });
  await give("two@x.com", "s1", other);
  await give("two@x.com", "s2", right);
  // Linked ones are one, and those of accounts that are off or have none are none.
  await give("linked@x.com", "s1", right);
  await give("linked@x.com", "s2", right);
  await give("linked@x.com", "t0", undefined);
  await give("linked@x.com", "t1", third, false);
  for (const email of ["one@x.com", "two@x.com", "linked@x.com"]) expect([email, await tryAt(email)]).toEqual([email, { fitting: [right], compared: 2 }]);
  for (const isInvited of [false, true]) expect(await tryAt("nobody@x.com", { isInvited })).toEqual({ fitting: [], compared: 2 });
});

it("compares a handful at most, the oldest sites' first", async () => {
  const hashes = await Promise.all(SITES.map((site) => passwords.hash(site === "t9" ? "last" : "right")));
  for (const [i, site] of SITES.entries()) await give("many@x.com", site, hashes[i]);
  expect(await tryAt("many@x.com")).toEqual({ fitting: hashes.slice(0, 8), compared: 8 });
  expect(await tryAt("many@x.com", { password: "last" })).toEqual({ fitting: [], compared: 8 });
});
