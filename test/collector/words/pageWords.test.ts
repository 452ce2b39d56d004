import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { de } from "../../../src/collector/words/de";
import { en } from "../../../src/collector/words/en";
import { pageWords } from "../../../src/collector/words/pageWords";
import { ADMIN, adminTicket, OWN, PASSWORD, post } from "../access/account";
import { openCollector, type Collector } from "../openCollector";
import { PASSWORD_MAX_CHARS } from "../../../src/protocol/account";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const GERMAN = { "accept-language": "de-AT,de;q=0.9,en;q=0.8" };
const get = (url: string, headers: { [name: string]: string } = GERMAN) => collector.server.inject({ url, headers });
/** What a person reads of a page, and its first tag. */
const read = (html: string) => ({ tag: /<html[^>]*>/.exec(html)?.[0], text: html.replace(/^.*<body>/s, "").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim() });

describe("A page without a script", () => {
  it.each([
    [undefined, "en"], ["", "en"], ["*", "en"], ["de", "de"], ["DE-ch", "de"], ["fr,de;q=0.5,en;q=0.4", "de"], ["en;q=0.4, de;q=0.5", "de"], ["en-GB,en;q=0.9,de;q=0.8", "en"],
    ["de;q=0, en;q=0.1", "en"], ["fr;q=0.9, zh", "en"], ["de;q=x,en;q=0.1", "en"], [";;q=,,", "en"], ["constructor", "en"],
  ])("to a browser that likes %s speaks %s", (accepted, lang) => {
    expect(pageWords(accepted).lang).toBe(lang);
  });

  it("says in German all that it says in English", async () => {
    const english = Object.entries(en).filter(([name]) => !["lang", "dir"].includes(name)).map(([name, words]) => [name, String(words)]);
    expect(english.filter(([name, words]) => words === String(de[name as keyof typeof de]))).toEqual([]);
    expect(Object.values(de).every((words) => typeof words === "function" || words)).toBe(true);
  });
});

describe("The login in German", () => {
  it("asks for e-mail and password, and says what is wrong with them", async () => {
    const asked = read((await get("/console/login")).payload);
    expect(asked).toEqual({ tag: '<html lang="de" dir="ltr">', text: `Parley ${de.logInTitle} ${de.email} ${de.password} ${de.logIn} ${de.forgotten}` });
    const wrong = await post(collector, "/console/login", { email: "ada@example.com", password: "wrong" }, { ...OWN, ...GERMAN });
    expect([wrong.statusCode, read(wrong.payload).text]).toEqual([401, expect.stringContaining(`${de.logInTitle} ${de.wrong} ${de.email}`)]);
    expect(read((await get("/console/login", {})).payload)).toEqual({ tag: '<html lang="en" dir="ltr">', text: `Parley ${en.logInTitle} ${en.email} ${en.password} ${en.logIn} ${en.forgotten}` });
  });

  it.each([
    [{ name: " " }, "Geben Sie den Namen an"], [{ email: "no" }, "Geben Sie Ihre E-Mail-Adresse an"], [{ password: "short" }, "Das Passwort ist zu kurz."], [{ password: "abcdefgh".repeat(PASSWORD_MAX_CHARS / 4) }, "Das Passwort ist zu lang."],
    [{ password: "aaaaaaaaaaaaaaaa" }, "Das Passwort ist leicht zu erraten."],
  ])("has an admin set up, and says what is wrong with what was chosen (%#)", async (wrong, sentence) => {
    const ticket = await adminTicket(collector);
    const asked = read((await get(`/console/login?ticket=${ticket}`)).payload);
    expect(asked.text).toBe(`Parley ${de.setUpTitle} ${de.yourName} ${de.emailToLogIn} ${de.newPassword} ${de.logIn}`);
    const answer = await post(collector, "/console/login", { ticket, ...ADMIN, ...wrong }, { ...OWN, ...GERMAN });
    expect([answer.statusCode, read(answer.payload).text]).toEqual([400, expect.stringContaining(`${de.setUpTitle} ${sentence}`)]);
  });

  it("says of links that were used, of other websites and of too many tries what they are", async () => {
    const notice = async (url: string) => read((await get(url)).payload).text;
    expect(await notice("/console/login?ticket=used")).toBe(`Parley ${de.usedTitle} ${de.used}`);
    const foreign = await post(collector, "/console/login", { email: "a@example.com", password: PASSWORD }, { ...GERMAN, origin: "https://evil.example", "sec-fetch-site": "cross-site" });
    expect([foreign.statusCode, read(foreign.payload).text]).toEqual([403, `Parley ${de.foreignTitle} ${de.foreign}`]);
    const again = () => post(collector, "/console/login", { email: "ada@example.com", password: "wrong" }, { ...OWN, ...GERMAN });
    let answer = await again();
    while (answer.statusCode === 401) answer = await again();
    expect([answer.statusCode, read(answer.payload).text]).toEqual([429, expect.stringMatching(/Zu viele Versuche\. Warten Sie \d+ Sekunden/)]);
  });
});
