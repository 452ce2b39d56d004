import { expect, it } from "vitest";
import { readSettings } from "../../../src/extras/widgets/settings";

it.each([
  ["nothing", {}, { vendors: undefined, links: true, dataLayer: new Map() }],
  ["everything", { widgets: true }, { vendors: undefined, links: true, dataLayer: new Map() }],
  ["by the page", { widgets: { vendors: ["genesys", "crisp"], links: false, dataLayer: { chat_begun: "started", odd: "begun" } } }, { vendors: ["genesys", "crisp"], links: false, dataLayer: new Map([["chat_begun", "started"]]) }],
  ["by the tag", { widgetsVendors: "genesys, crisp", widgetsLinks: false }, { vendors: ["genesys", "crisp"], links: false, dataLayer: new Map() }],
  ["odd", { widgets: { vendors: 7, dataLayer: null } }, { vendors: ["7"], links: true, dataLayer: new Map() }],
] as const)("reads what a site wants: %s", (_what, options, expected) => {
  expect(readSettings(options as never)).toEqual(expected);
});
