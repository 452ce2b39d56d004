/** What docs/CONNECTORS.md says that each contact centre tells, against what its sample payloads do tell: no claim beyond the proof. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findConnector, VENDOR_NAMES } from "../../src/collector/connectors/vendors";
import { CONVERSATION_STATES } from "../../src/protocol/event";
import * as chatwoot from "../collector/connectors/fixtures/chatwoot";
import * as connect from "../collector/connectors/fixtures/connect";
import * as genesys from "../collector/connectors/fixtures/genesys";
import * as intercom from "../collector/connectors/fixtures/intercom";
import * as twilio from "../collector/connectors/fixtures/twilio";
import * as zendesk from "../collector/connectors/fixtures/zendesk";

const FIXTURES: { [vendor: string]: object } = { twilio, genesys, connect, chatwoot, intercom, zendesk };
const rows = readFileSync("docs/CONNECTORS.md", "utf8").split("\n").filter((line) => line.startsWith("| ")).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
const setUps = new Map(rows.filter(([system, vendor]) => system !== "system" && /^`\w+`$/.test(vendor!)).map(([system, vendor]) => [vendor!.slice(1, -1), system!]));
const claims = new Map(rows.filter((cells) => cells.length === 4 && cells[2]!.includes("started")).map(([system, , states]) => [system!, states!]));

it("says of every vendor that can be connected what to paste where", () => {
  expect([...setUps.keys()].sort()).toEqual([...VENDOR_NAMES].sort());
});

/** Payloads stand alone, in lists and in groups by name. */
const payloadsIn = (fixture: unknown): object[] =>
  typeof fixture !== "object" || fixture === null ? [] : [fixture, ...Object.values(fixture).flatMap(payloadsIn)];

it.each(Object.keys(FIXTURES))("claims of %s what its documented payloads tell, and no more", (vendor) => {
  const delivery = { body: Buffer.from(""), headers: {}, address: "https://c.example/", secret: "", received: 0 };
  const told = payloadsIn(FIXTURES[vendor]).flatMap((payload) => findConnector(vendor)!.tell(payload, { names: {}, delivery, index: 0 })?.means ?? []).map(({ state }) => state);
  const claimed = claims.get(setUps.get(vendor)!)!.split(", ");
  expect(claimed).toEqual(CONVERSATION_STATES.filter((state) => told.includes(state)));
});
