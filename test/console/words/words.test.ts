/** Which language the console speaks, and in what form it writes dates. */
import { describe, expect, it } from "vitest";
import { firstOf, localeOf } from "../../../src/console/words/words";

describe("The console's language", () => {
  it.each([
    [["de-AT", "en"], "de"],
    [["fr", "DE"], "de"],
    [["en-GB", "de"], "en"],
    [["fr", "tlh"], "en"],
    [["constructor"], "en"],
    [[], "en"],
  ])("is of %j %s", (list, language) => {
    expect(firstOf(list)).toBe(language);
  });

  it("writes dates as the reader's own country does, where it speaks the language", () => {
    expect(localeOf("en", ["de", "en-GB", "en-US"])).toBe("en-GB");
    expect(localeOf("de", ["en-GB"])).toBe("de");
  });
});
