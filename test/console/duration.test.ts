import { expect, test } from "vitest";
import { duration } from "../../src/console/duration";

test.each([[0, "0:00"], [-5_000, "0:00"], [65_999, "1:05"], [3_600_000, "1:00:00"], [100 * 3_600_000 + 61_000, "100:01:01"]])("%i ms read %s", (ms, text) => {
  expect(duration(ms).text).toBe(text);
});

test("and as `<time>` wants it", () => expect(duration(65_000).iso).toBe("PT65S"));
