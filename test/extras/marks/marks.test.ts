import { beforeAll, expect, it, vi } from "vitest";
import { readMark, stateOf } from "../../../src/extras/marks/marks";
import { ElementStandIn } from "../standIns/page";

beforeAll(() => void vi.stubGlobal("Element", ElementStandIn));

/** An element with these attributes, each without what all begin with. */
const marked = (attributes: { [name: string]: string }) =>
  new ElementStandIn("div", Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`data-pe-conversation${name}`, value]))) as unknown as Element;

it.each([
  ["", { channel: "chat" }],
  ["chat", { channel: "chat" }],
  ["messaging", { channel: "messaging" }],
  ["call", { channel: "call", direction: "inbound" }],
  [" Text ", { channel: "messaging", vendor: "sms" }],
  ["whatsapp", { channel: "messaging", vendor: "whatsapp" }],
  ["acme", { channel: "chat", vendor: "acme" }],
])("reads what a conversation is called: %o", (word, expected) => {
  expect(readMark([marked({ "": word })])).toEqual({ method: "attribute", ...expected });
});

it("reads what else the site says, the closest first", () => {
  const path = [marked({ "": "chat", "-vendor": "acme" }), marked({}), marked({ "-offer": "spring", "-queue": " Sales ", "-vendor": "other" }), marked({ "-queue": "All", "-id": "" })];
  expect(readMark(path)).toEqual({ method: "attribute", channel: "chat", vendor: "acme", offer: "spring", queue: "Sales" });
});

it("takes what is not said from the link, and keeps what is", () => {
  const link = { channel: "messaging", vendor: "whatsapp" } as const;
  expect(readMark([marked({ "": "" })], link)).toEqual({ method: "attribute", ...link });
  expect(readMark([marked({ "": "chat", "-id": "42" })], link)).toEqual({ method: "attribute", channel: "chat", id: "42" });
});

it("cuts what is too long to be an id or a name", () => {
  const long = "x".repeat(1_000_000);
  for (const value of Object.values(readMark([marked({ "": long, "-id": long, "-queue": long, "-vendor": long, "-offer": long })]))) expect(value.length).toBeLessThanOrEqual(255);
});

it("knows the states, and no others", () => {
  expect(["declined", "message_sent", "begun", "", "constructor"].map((state) => stateOf(marked({ "-state": state })))).toEqual(["declined", "message_sent", undefined, undefined, undefined]);
});
