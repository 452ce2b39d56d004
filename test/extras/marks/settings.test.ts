import { expect, it } from "vitest";
import { readSettings } from "../../../src/extras/marks/settings";

it.each([
  ["nothing", {}, { links: true, states: new Map() }],
  ["everything", { widgets: true }, { links: true, states: new Map() }],
  ["by the page", { widgets: { links: false, dataLayer: { chat_begun: "started", odd: "begun" } } }, { links: false, states: new Map([["chat_begun", "started"]]) }],
  ["by the tag", { widgetsLinks: false }, { links: false, states: new Map() }],
  ["odd", { widgets: { dataLayer: null } }, { links: true, states: new Map() }],
] as const)("reads what a site wants: %s", (_what, options, expected) => {
  expect(readSettings(options as never)).toEqual(expected);
});
