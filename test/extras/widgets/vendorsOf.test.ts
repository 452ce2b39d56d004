import { expect, it } from "vitest";
import { vendorsOf } from "../../../src/extras/widgets/vendorsOf";

it.each([
  ["nothing", {}, undefined],
  ["everything", { widgets: true }, undefined],
  ["by the page", { widgets: { vendors: ["genesys", "crisp"] } }, ["genesys", "crisp"]],
  ["by the tag", { widgetsVendors: "genesys, crisp" }, ["genesys", "crisp"]],
  ["odd", { widgets: { vendors: 7 } }, ["7"]],
] as const)("reads whose widgets a site wants to be listened to: %s", (_what, options, expected) => {
  expect(vendorsOf(options as never)).toEqual(expected);
});
