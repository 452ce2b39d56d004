/** One person's accounts on several sites: how they are linked, what a login opens, and that an admin of one site gets nowhere else by what they can do there. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hash } from "@node-rs/argon2";
import { createAdmitProvided } from "../../../src/collector/access/admitProvided";
import { createLogins } from "../../../src/collector/access/logins";
import type { Provided } from "../../../src/collector/access/provider";
import type { StoredAccount } from "../../../src/collector/store/store";
import type { AuditRow } from "../../../src/protocol/audit";
import type { Role } from "../../../src/protocol/roles";
import { createId } from "../../../src/protocol/id";
import { NOW, openCollector, type Collector } from "../openCollector";
import { ADMIN, adminTicket, becomeAdmin, call, cookieOf, OWN, PASSWORD, post, ticketOf } from "./account";

let collector: Collector;
/** Ada's, who is an admin of both sites. */
let admin: string;
/** The first site and the other one, by id and by key. */
let [a, b]: [string, string] = ["", ""];
let [keyA, keyB]: [string, string] = ["", ""];
beforeEach(async () => {
  collector = await openCollector();
  admin = await becomeAdmin(collector);
  [a, keyA] = [collector.site.id, collector.site.key];
  keyB = (await call(collector, "POST", "/v1/sites", admin, { name: "Shop" })).json().site.key;
  b = (await collector.store.siteByKey(keyB))!.id;
});
afterEach(() => collector.close());

const OTHER = "staple battery horse correct";
const BO = "bo@example.com";
const MINUTE = 60_000;
const ATTACKER = "203.0.113.66";

const at = (path: string, key: string) => `${path}${path.includes("?") ? "&" : "?"}site=${key}`;
const accountOf = (email: string, site: string) => collector.store.accountByEmail({ site, email }) as Promise<StoredAccount>;
/** An account that has not been opened yet, and the ticket for it. */
const invite = async (key: string, email = BO, role: Role = "agent") => {
  const made = await call(collector, "POST", at("/v1/accounts", key), admin, { name: `${email} of ${key}`, email, role });
  return ticketOf(made.json().link);
};
const inviteAgain = async (key: string, email = BO) => {
  const { id } = await accountOf(email, key === keyA ? a : b);
  return ticketOf((await call(collector, "POST", at(`/v1/accounts/${id}/invite`, key), admin, {})).json().link);
};
const accept = async (ticket: string, password: string, ip?: string) => cookieOf(await post(collector, "/console/login", { ticket, password }, OWN, ip));
const tryToLogIn = (email: string, password: string, ip?: string) => post(collector, "/console/login", { email, password }, OWN, ip);
const logIn = async (email: string, password: string, ip?: string) => cookieOf(await tryToLogIn(email, password, ip));
/** Which sites a login opens. */
const opened = async (cookie: string) => {
  const found = await Promise.all([[keyA, "A"], [keyB, "B"]].map(async ([key, name]) => ((await call(collector, "GET", at("/v1/me", key!), cookie)).statusCode === 200 ? name : "")));
  return found.join("");
};
const home = async (cookie: string) => (await call(collector, "GET", "/v1/me", cookie)).json().site?.name;
const failures = async (key: string): Promise<AuditRow[]> => (await call(collector, "GET", at("/v1/audit?kind=failures", key), admin)).json().rows;
const loginsOf = () => createLogins({ store: collector.store, now: () => collector.clock.now, secure: false });
const begin = async (email: string, site: string, provider = false) => (await loginsOf().begin((await accountOf(email, site)).id, undefined, { byProvider: provider })).split(";")[0]!;
const patch = async (key: string, email: string, change: object) => call(collector, "PATCH", at(`/v1/accounts/${(await accountOf(email, key === keyA ? a : b)).id}`, key), admin, change);

describe("A password", () => {
  it("lets in to all accounts that are linked, and each of them tells when that was", async () => {
    collector.clock.now = NOW + MINUTE;
    const cookie = await logIn(ADMIN.email, PASSWORD);
    expect([await opened(cookie), await home(cookie)]).toEqual(["AB", "My website"]);
    expect((await Promise.all([a, b].map((site) => accountOf(ADMIN.email, site)))).map(({ lastLoginAt }) => lastLoginAt)).toEqual([NOW + MINUTE, NOW + MINUTE]);
  });

  it("lets in who has an account on another site alone, and there alone", async () => {
    await accept(await invite(keyB), OTHER);
    const cookie = await logIn(BO, OTHER);
    expect([await opened(cookie), await home(cookie)]).toEqual(["B", "Shop"]);
    expect((await call(collector, "GET", "/v1/me", cookie)).json()).not.toHaveProperty("sites");
  });

  it("of one site opens that one, where the other has another", async () => {
    await accept(await invite(keyA), PASSWORD);
    await accept(await invite(keyB), OTHER);
    expect([await opened(await logIn(BO, PASSWORD)), await opened(await logIn(BO, OTHER))]).toEqual(["A", "B"]);
  });

  it("that was chosen twice links the accounts at the next login", async () => {
    await accept(await invite(keyA), PASSWORD);
    await accept(await invite(keyB), OTHER);
    const { passwordHash } = await accountOf(ADMIN.email, a);
    expect((await accountOf(BO, a)).passwordHash).not.toBe(passwordHash);
    // The same words, with a salt of their own.
    await collector.store.changeAccount({ site: b, id: (await accountOf(BO, b)).id }, { passwordHash: passwordHash! });
    expect(await opened(await logIn(BO, PASSWORD))).toBe("AB");
    expect((await accountOf(BO, b)).passwordHash).toBe((await accountOf(BO, a)).passwordHash);
  });

  it("that is hashed anew, as its cost is outdated, is so for all linked accounts", async () => {
    const old = await hash(PASSWORD, { memoryCost: 4_096, timeCost: 1, parallelism: 1 });
    for (const site of [a, b]) await collector.store.changeAccount({ site, id: (await accountOf(ADMIN.email, site)).id }, { passwordHash: old });
    expect(await opened(await logIn(ADMIN.email, PASSWORD))).toBe("AB");
    const [one, other] = await Promise.all([a, b].map((site) => accountOf(ADMIN.email, site)));
    expect([one!.passwordHash === other!.passwordHash, one!.passwordHash === old]).toEqual([true, false]);
  });

  it("that is wrong is noted on each site that has the e-mail, and otherwise on the first alone", async () => {
    await accept(await invite(keyB), OTHER);
    for (const email of [ADMIN.email, BO, "nobody@example.com"]) await tryToLogIn(email, "wrong horse battery");
    expect((await failures(keyA)).map(({ who, status }) => [who, status])).toEqual([["nobody", 401], [ADMIN.name, 401]]);
    expect((await failures(keyB)).map(({ object, status }) => [object, status])).toEqual([[(await accountOf(BO, b)).id, 401], [(await accountOf(ADMIN.email, b)).id, 401]]);
  });

  it("that one changes is changed on all linked sites, ends all other logins there, and this one goes on with both", async () => {
    const [here, elsewhere] = [await logIn(ADMIN.email, PASSWORD), await begin(ADMIN.email, b)];
    const unlinked = await accept(await invite(keyB, "cy@example.com"), PASSWORD);
    const answer = await call(collector, "POST", at("/v1/me/password", keyB), here, { before: PASSWORD, password: OTHER });
    expect([answer.statusCode, await opened(cookieOf(answer)), await home(cookieOf(answer))]).toEqual([204, "AB", "Shop"]);
    expect([await opened(here), await opened(elsewhere), await opened(admin), await opened(unlinked)]).toEqual(["", "", "", "B"]);
    expect([(await tryToLogIn(ADMIN.email, PASSWORD)).statusCode, await opened(await logIn(ADMIN.email, OTHER))]).toEqual([401, "AB"]);
  });

  it("of an account that is no more linked stays when the other's is changed", async () => {
    await accept(await invite(keyA), PASSWORD);
    const cookie = await accept(await invite(keyB), OTHER);
    await call(collector, "POST", "/v1/me/password", cookie, { before: OTHER, password: "another password of mine" });
    expect(await opened(await logIn(BO, PASSWORD))).toBe("A");
  });
});

describe("Logging out everywhere else", () => {
  it("counts and ends the logins of all linked accounts, and nobody else's", async () => {
    const [here, onB, other] = [await logIn(ADMIN.email, PASSWORD), await begin(ADMIN.email, b), await accept(await invite(keyB), OTHER)];
    // Hers from the beginning, and the one on B.
    expect((await call(collector, "GET", "/v1/me/account", here)).json().otherLogins).toBe(2);
    const answer = await collector.server.inject({ method: "DELETE", url: "/v1/me/logins", headers: { cookie: here, ...OWN } });
    expect(answer.statusCode).toBe(204);
    expect([await opened(here), await opened(onB), await opened(admin), await opened(other)]).toEqual(["AB", "", "", "B"]);
  });
});

describe("An invitation", () => {
  it("links the account where the password is the one that its holder has elsewhere, and does not where it is another", async () => {
    await accept(await invite(keyA), PASSWORD);
    expect(await opened(await accept(await invite(keyB), PASSWORD))).toBe("AB");
    expect(await opened(await accept(await inviteAgain(keyB), OTHER))).toBe("B");
    expect(await opened(await logIn(BO, PASSWORD))).toBe("A");
    expect(await opened(await accept(await inviteAgain(keyB), PASSWORD))).toBe("AB");
  });

  it("says where there are several sites that one may take the same password, and says nothing of it where there is one", async () => {
    const page = async (of: Collector, ticket: string) => (await of.server.inject({ url: `/console/login?ticket=${ticket}` })).payload;
    expect(await page(collector, await invite(keyB))).toContain("another site");
    const alone = await openCollector();
    const made = await call(alone, "POST", "/v1/accounts", await becomeAdmin(alone), { name: "Bo", email: BO, role: "agent" });
    expect(await page(alone, ticketOf(made.json().link))).not.toContain("another site");
    await alone.close();
  });

  it("to a colleague's e-mail, opened by who made it, opens that site alone, and the colleague goes on", async () => {
    const colleague = await accept(await invite(keyA), PASSWORD);
    const attacker = await accept(await invite(keyB, BO, "admin"), OTHER, ATTACKER);
    expect([await opened(attacker), await opened(await logIn(BO, OTHER, ATTACKER))]).toEqual(["B", "B"]);
    expect([await opened(colleague), await opened(await logIn(BO, PASSWORD))]).toEqual(["A", "A"]);
    expect((await call(collector, "POST", "/v1/me/password", attacker, { before: OTHER, password: "another password of mine" })).statusCode).toBe(204);
    expect(await opened(await logIn(BO, PASSWORD))).toBe("A");
  });

  it("to an account that is linked takes it out of that person's logins, which go on elsewhere, also those that were begun there", async () => {
    const [onA, onB] = [await logIn(ADMIN.email, PASSWORD), await begin(ADMIN.email, b)];
    const attacker = await accept(await inviteAgain(keyB, ADMIN.email), OTHER, ATTACKER);
    expect([await opened(attacker), await opened(onA), await opened(onB), await home(onB)]).toEqual(["B", "A", "A", "My website"]);
    // Whoever has the account now ends nothing of hers.
    await collector.server.inject({ method: "DELETE", url: "/v1/me/logins", headers: { cookie: attacker, ...OWN } });
    expect([await opened(onA), await opened(onB)]).toEqual(["A", "A"]);
  });

  it("by the operator's link is for the first site alone, too", async () => {
    const cookie = await logIn(ADMIN.email, PASSWORD);
    const operator = cookieOf(await post(collector, "/console/login", { ticket: await adminTicket(collector), ...ADMIN, password: OTHER }));
    expect([await opened(operator), await opened(cookie), await opened(await logIn(ADMIN.email, PASSWORD))]).toEqual(["A", "B", "B"]);
  });

  it("proves no more guesses at a colleague's password than the way in does", async () => {
    await accept(await invite(keyA), PASSWORD);
    await invite(keyB);
    for (let i = 0; i < 5; i++) await accept(await inviteAgain(keyB), `guess number ${i} of very many`, ATTACKER);
    // Right, and not proved: it is a password of that site alone.
    expect(await opened(await accept(await inviteAgain(keyB), PASSWORD, ATTACKER))).toBe("B");
    expect((await tryToLogIn(BO, PASSWORD, ATTACKER)).statusCode).toBe(429);
    expect(await opened(await accept(await inviteAgain(keyB), PASSWORD))).toBe("AB");
  });

  it("proves none of many colleagues' passwords from one place, however many invitations there are", async () => {
    await accept(await invite(keyA), PASSWORD);
    const ticket = await invite(keyB);
    for (let i = 0; i < 30; i++) await accept(await invite(keyB, `c${i}@example.com`), OTHER, ATTACKER);
    expect(await opened(await accept(ticket, PASSWORD, ATTACKER))).toBe("B");
    // That costs none of those from there who log in, and its holder links both from elsewhere.
    expect(await opened(await logIn(ADMIN.email, PASSWORD, ATTACKER))).toBe("AB");
    expect(await opened(await logIn(BO, PASSWORD))).toBe("AB");
  });
});

describe("A guess at a colleague's password by an account of the same e-mail whose password one knows", () => {
  /** Sets the other site's password to the guess, and logs in with it. */
  const guess = async (password: string) => {
    await collector.store.changeAccount({ site: b, id: (await accountOf(BO, b)).id }, { passwordHash: await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }) });
    return logIn(BO, password, ATTACKER);
  };

  it("counts as wrong there, though it lets in, is noted when there are too many, and keeps its holder out from nowhere else", async () => {
    await accept(await invite(keyA), PASSWORD);
    await accept(await invite(keyB), OTHER);
    for (let i = 0; i < 5; i++) expect(await opened(await guess(`guess number ${i} of very many`))).toBe("B");
    expect(await failures(keyA)).toEqual([]);
    expect(await opened(await guess(PASSWORD))).toBe("B");
    expect(await failures(keyA)).toMatchObject([{ object: (await accountOf(BO, a)).id, status: 429, ip: ATTACKER }]);
    expect(await failures(keyB)).toEqual([]);
    expect(await opened(await logIn(BO, PASSWORD))).toBe("AB");
  });

  it("tells nothing of whether there is such a colleague", async () => {
    await accept(await invite(keyA), PASSWORD);
    const waits: unknown[] = [];
    for (const email of [BO, "cy@example.com"]) {
      await accept(await invite(keyB, email), OTHER, ATTACKER);
      const told: unknown[] = [];
      const tell = async (password: string) => {
        const { statusCode, headers, payload } = await tryToLogIn(email, password, ATTACKER);
        told.push([statusCode, headers["retry-after"], payload.replaceAll(email, "…")]);
      };
      for (let i = 0; i < 7; i++) await tell(OTHER);
      await patch(keyB, email, { active: false });
      for (let i = 0; i < 7; i++) await tell("wrong horse battery");
      await patch(keyB, email, { active: true });
      for (let i = 0; i < 3; i++) await tell(OTHER);
      waits.push(told);
    }
    expect(waits[0]).toEqual(waits[1]);
    expect((waits[0] as number[][]).map(([status]) => status)).toEqual([...Array(7).fill(303), ...Array(5).fill(401), 429, 429, 429, 429, 429]);
  });
});

describe("What an admin of one site changes of an account", () => {
  const watch = async (cookie: string, key: string) => {
    const answer = await collector.server.inject({ url: at("/v1/stream", key), headers: { cookie }, payloadAsStream: true });
    const stream = answer.stream();
    let isOver = false;
    stream.on("close", () => (isOver = true)).resume();
    return { status: answer.statusCode, isOver: () => isOver, stop: () => stream.destroy() };
  };

  it.each([["on", "A"], ["of", "B"]])("touches that site alone: its streams end at once, and others go on, of a login that was begun %s the other", async (_word, begun) => {
    await accept(await invite(keyA), PASSWORD);
    await accept(await invite(keyB), PASSWORD);
    const cookie = await begin(BO, begun === "A" ? a : b);
    const [onA, onB] = [await watch(cookie, keyA), await watch(cookie, keyB)];
    expect([onA.status, onB.status]).toEqual([200, 200]);
    await patch(keyB, BO, { active: false });
    await expect.poll(onB.isOver).toBe(true);
    expect([onA.isOver(), await opened(cookie), await home(cookie), await opened(await logIn(BO, PASSWORD))]).toEqual([false, "A", "My website", "A"]);
    onA.stop();
    await patch(keyB, BO, { active: true });
    expect(await opened(cookie)).toBe("AB");
  });

  it("holds there from the next request on, and not on the other", async () => {
    await accept(await invite(keyA), PASSWORD);
    const cookie = await accept(await invite(keyB), PASSWORD);
    await patch(keyB, BO, { role: "supervisor" });
    const roles = await Promise.all([keyA, keyB].map(async (key) => (await call(collector, "GET", at("/v1/me", key), cookie)).json().role));
    expect(roles).toEqual(["agent", "supervisor"]);
  });

  it("leaves each site an admin, however many the other has", async () => {
    await accept(await invite(keyA, "cy@example.com", "admin"), OTHER);
    for (const change of [{ role: "agent" }, { active: false }]) {
      const answer = await patch(keyB, ADMIN.email, change);
      expect([answer.statusCode, answer.json().error]).toEqual([409, "last_admin"]);
    }
    expect((await patch(keyA, ADMIN.email, { role: "agent" })).statusCode).toBe(200);
  });
});

describe("The identity provider", () => {
  const admit = (person: Provided) => createAdmitProvided({ store: collector.store, logins: loginsOf(), now: () => collector.clock.now })(person, (_who, work) => work());
  const person = { subject: "https://login.example.com bo", name: "Bo Diddley", email: BO };
  const enter = async (given: Provided) => {
    const admitted = await admit(given);
    return "account" in admitted ? opened((await loginsOf().begin(admitted.account.id, undefined, { byProvider: true })).split(";")[0]!) : admitted.reason;
  };

  it("lets in to all accounts that somebody has, on whichever sites", async () => {
    expect(await enter(person)).toBe("no_account");
    await accept(await invite(keyB), OTHER);
    expect(await enter(person)).toBe("B");
    await invite(keyA);
    expect(await enter(person)).toBe("AB");
    // Known from then on, without an e-mail.
    expect(await enter({ subject: person.subject })).toBe("AB");
  });

  it("says what somebody is on the first site alone, and makes an account there alone", async () => {
    await accept(await invite(keyB), OTHER);
    expect(await enter({ ...person, role: "supervisor" })).toBe("AB");
    expect([(await accountOf(BO, a)).role, (await accountOf(BO, b)).role]).toEqual(["supervisor", "agent"]);
    expect(await enter({ ...person, role: null })).toBe("no_role");
  });

  it("lets in to what is left where an account is not active", async () => {
    await invite(keyA);
    await invite(keyB);
    await patch(keyA, BO, { active: false });
    expect(await enter(person)).toBe("B");
    await patch(keyB, BO, { active: false });
    expect(await enter(person)).toBe("not_active");
  });

  it("leaves an account to who came to it before, on each site", async () => {
    await invite(keyB);
    await admit(person);
    await invite(keyA);
    expect(await enter({ ...person, subject: "https://login.example.com mallory" })).toBe("A");
    expect((await accountOf(BO, b)).subject).toBe(person.subject);
  });

  it("opens nothing to a password that an admin of one site has set: before its holder came, and after", async () => {
    await accept(await invite(keyA), PASSWORD);
    const attacker = await accept(await invite(keyB), OTHER, ATTACKER);
    expect(await enter(person)).toBe("AB");
    expect([await opened(attacker), await opened(await logIn(BO, OTHER, ATTACKER))]).toEqual(["B", "B"]);
    expect(await opened(await accept(await inviteAgain(keyB), "another password of mine", ATTACKER))).toBe("B");
    expect(await enter(person)).toBe("AB");
    // Nor the other way round.
    expect(await opened(await begin(ADMIN.email, a, true))).toBe("A");
  });

  it("is not asked again for the login by which one changes the password", async () => {
    await accept(await invite(keyA), PASSWORD);
    await accept(await invite(keyB), OTHER);
    await admit(person);
    const answer = await call(collector, "POST", "/v1/me/password", await begin(BO, a, true), { before: PASSWORD, password: "another password of mine" });
    expect([answer.statusCode, await opened(cookieOf(answer))]).toEqual([204, "AB"]);
  });
});

it("An account without a way in is nobody's on another site", async () => {
  for (const site of [a, b]) await collector.store.addAccount({ id: createId(NOW), site, name: "Cy", email: "cy@example.com", role: "agent", active: true, createdAt: NOW });
  expect([await opened(await begin("cy@example.com", a)), await opened(await begin("cy@example.com", b, true))]).toEqual(["A", "B"]);
});
