import { describe, expect, it } from "vitest";
import { createExpression } from "../../../src/collector/rules/expression";
import { URL_CHARS } from "../../../src/protocol/limits";

const fits = (pattern: string, text: string) => {
  const expression = createExpression(pattern, { ignoreCase: false });
  if ("problem" in expression) throw new Error(expression.problem);
  return expression.fits(text);
};

describe("An expression", () => {
  // An engine that goes back and tries again takes longer than the world is old for these.
  it.each(["^(a+)+$", "^(a|aa)+$", "^(a*)*b", "(a?){60}a{60}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])("%s comes to an end, on a text that is made to be slow", (pattern) => {
    expect(fits(pattern, `${"a".repeat(URL_CHARS - 1)}!`)).toBe(false);
  });

  it("looks at as much of a text as an address may have", () => {
    const end = (chars: number) => fits("z", `${"a".repeat(chars)}z`);
    expect([end(URL_CHARS - 1), end(URL_CHARS)]).toEqual([true, false]);
  });

  it("remembers no text for another", () => {
    const expression = createExpression("^b", { ignoreCase: true });
    expect("fits" in expression && ["b", "a", "b", "B", "B", ""].map(expression.fits)).toEqual([true, false, true, true, true, false]);
  });

  it("is refused where its machine would be large, and says how large", () => {
    expect(createExpression("(.{100}){10}", { ignoreCase: false })).toEqual({ problem: expect.stringMatching(/^is too much work: 1\d\d\d steps, of at most 600/) });
    expect(createExpression("x".repeat(500), { ignoreCase: false })).toMatchObject({ steps: 502 });
  });
});
