import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { webAddress } from "../../../src/extras/offers/address";

beforeEach(() => void vi.stubGlobal("document", { baseURI: "https://shop.example/a/b" }));
afterEach(() => void vi.unstubAllGlobals());

it.each([
  ["https://other.example/x", "https://other.example/x"],
  ["http://other.example/x", "http://other.example/x"],
  ["/boots?x=1", "https://shop.example/boots?x=1"],
  ["c", "https://shop.example/a/c"],
  ["//other.example/", "https://other.example/"],
  ["javascript:alert(1)", false],
  [" \tjava\nscript:alert(1)", false],
  ["data:text/html,x", false],
  ["blob:https://shop.example/1", false],
  ["tel:+1", false],
])("%j leads to %j", (address, expected) => expect(webAddress(address)).toBe(expected));

it("what is no address at all is an error", () => expect(() => webAddress("https://")).toThrow());
