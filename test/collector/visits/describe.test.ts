import { expect, it } from "vitest";
import { createDescribe, REMEMBERED } from "../../../src/collector/visits/describe";
import { parseUserAgent } from "../../../src/collector/visits/parseUserAgent";

it("A browser's name is read once, as long as it is one of the last thousand, and of a long one the beginning counts", () => {
  const parsed: string[] = [];
  const describe = createDescribe((header) => {
    parsed.push(header);
    return parseUserAgent(header);
  });
  const ask = (userAgent: string) => describe({ headers: { "user-agent": userAgent } });
  const first = `Firefox/127.0 ${"x".repeat(600)}`;
  expect([ask(first), ask(`${first} and more`), parsed.length]).toEqual([{ device: "other", browser: "Firefox", browserVersion: "127.0" }, ask(first), 1]);
  for (let i = 1; i < REMEMBERED; i++) ask(`curl/${i}`);
  ask(first);
  expect(parsed).toHaveLength(REMEMBERED);
  // One more, and it is the one that was used longest ago that goes.
  ask("curl/0.1");
  ask(first);
  expect(parsed).toHaveLength(REMEMBERED + 1);
  ask("curl/1");
  expect(parsed).toHaveLength(REMEMBERED + 2);
});

it("The place is looked up where it can be, and headers that are missing tell nothing", () => {
  const describe = createDescribe();
  expect(describe({ headers: {} })).toEqual({});
  expect(describe({ headers: { "accept-language": "fr" }, place: () => ({ country: "FR" }) })).toEqual({ language: "fr", country: "FR" });
});
