/** A link's token in an address: put in at the end of the query, taken out again, and nothing else changed. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutToken, withToken } from "../../../src/extras/handover/address";

const token = fc.stringMatching(/^[a-p]{2,40}$/);
const word = fc.stringMatching(/^[\w%+.~!-]{1,8}$/);
const address = fc.tuple(fc.webUrl(), fc.option(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 })), fc.option(word)).map(([url, query, fragment]) =>
  url + (query ? `?${query.map(([name, value]) => `${name}=${value}`).join("&")}` : "") + (fragment ? `#${fragment}` : ""));

it.each([
  ["https://a.example/x", "https://a.example/x?pe_token=ab"],
  ["https://a.example/x?q=%20a+b&&c#top", "https://a.example/x?q=%20a+b&&c&pe_token=ab#top"],
  ["https://a.example/#/route?x=1", "https://a.example/?pe_token=ab#/route?x=1"],
  ["https://a.example/x?pe_token=old", "https://a.example/x?pe_token=ab"],
  ["https://a.example/x?pe_token=old&b=1", "https://a.example/x?b=1&pe_token=ab"],
])("%s becomes %s", (given, handed) => expect(withToken(given, "ab")).toBe(handed));

it("goes in and out of any address, and the page behind it can read it", () => {
  fc.assert(fc.property(address, token, (given, one) => {
    const handed = withToken(given, one);
    expect(new URL(handed).searchParams.getAll("pe_token")).toEqual([one]);
    expect(new URL(handed).hash).toBe(new URL(given).hash);
    expect(withoutToken(handed)).toBe(given);
    expect(withToken(handed, "zz")).toBe(withToken(given, "zz"));
    expect(withoutToken(given)).toBe(given);
  }));
});

it("is found wherever a redirect has put it", () => {
  expect(withoutToken("https://a.example/x?pe_token=ab&b=1#c")).toBe("https://a.example/x?b=1#c");
  expect(withoutToken("https://a.example/x?a=1&pe_token=ab&b=1")).toBe("https://a.example/x?a=1&b=1");
});
