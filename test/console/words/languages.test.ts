/** Each language says all that English says, in its own words. */
import { expect, it } from "vitest";
import { de } from "../../../src/console/words/de";
import { en } from "../../../src/console/words/en";
import { pages } from "../../../src/console/words/en/pages";

/** Whatever a text is told: as a number 2, as a text §, as a list two of them, as an object one whose parts are the same. */
const anything: never = new Proxy(() => "§", {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) return (hint: string) => (hint === "string" ? "§" : 2);
    if (key === "toLocaleString" || key === "toString" || key === "join") return () => "§";
    if (key === "map" || key === "filter") return () => anything;
    return key === "length" ? 2 : anything;
  },
}) as never;

/** Place to what is said there. */
function said(from: unknown, place = ""): [string, string][] {
  if (typeof from === "string") return [[place, from]];
  if (typeof from === "function") return said((from as (...told: never[]) => unknown)(anything, anything, anything), place);
  return Object.entries(from as object).flatMap(([key, value]) => said(value, place ? `${place}.${key}` : key));
}

/** Words that are German as well. */
const ALIKE = [
  "account.name", "dir", "common.title", "card.agent", "card.bot", "card.devices.desktop", "card.devices.tablet", "card.segment",
  "rules.form.kinds.segment", "rules.form.name", "rules.form.segment", "rules.form.text", "rules.form.webhook", "rules.form.widget", "rules.page.version",
  "admin.accounts.columns.name", "admin.accounts.linkLabel", "admin.accounts.roles.agent", "admin.audit.server", "admin.codes.one", "admin.install.tag", "admin.origins.one", "admin.sections.sites", "admin.site.columns.name", "bar.site",
];

const english = new Map(said({ ...en, ...pages }));
const german = new Map(said(de));

it("reads the texts it is about to compare", () => {
  expect(english.size).toBeGreaterThan(300);
  expect(english.get("health.hidden")).toBe("§ older sessions not listed.");
});

it("says the same things in German", () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
});

it("leaves nothing empty, unless English does", () => {
  const empty = (texts: Map<string, string>) => [...texts].filter(([, text]) => !text.trim()).map(([place]) => place);
  expect(empty(english)).toEqual(["card.statuses.pending", "card.statuses.linked", "card.devices.other"]);
  expect(empty(german)).toEqual(empty(english));
});

it("has no English left in German, but words that are both", () => {
  const same = [...german].filter(([place, text]) => /\p{L}{2}/u.test(text) && english.get(place) === text).map(([place]) => place);
  expect(same.sort()).toEqual([...ALIKE].sort());
  const leftover = /\b(the|and|of|is|are|not|with|for|yet|no|were|has|have|could|loaded|saved|by|from)\b/i;
  expect([...german].filter(([, text]) => leftover.test(text))).toEqual([]);
});
