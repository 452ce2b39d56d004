import { expect, test } from "vitest";
import { hostOf, shortAddress, webAddress } from "../../src/console/link";

test.each(["https://a.example/x?y=1", "http://a.example/"])("%s becomes a link", (url) => expect(webAddress(url)).toBe(url));

test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "blob:https://a.example/1",
  "vbscript:x", "file:///etc/passwd", "//a.example", "/path", "no address", "", undefined])("%s stays text", (url) => expect(webAddress(url)).toBeUndefined());

test("addresses are shortened for reading", () => {
  expect(shortAddress("https://a.example/")).toBe("a.example");
  expect(shortAddress("https://a.example/p?q=1#h")).toBe("a.example/p");
  expect(shortAddress("javascript:alert(1)")).toBe("javascript:alert(1)");
  expect(hostOf("https://a.example:8080/p")).toBe("a.example:8080");
  expect(hostOf("android-app://x")).toBeUndefined();
});
