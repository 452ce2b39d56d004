/** What docs/WIDGETS.md says of each adapter against what its contract shows: no claim beyond the proof. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { listen } from "../../src/extras/widgets/listen";
import { CONVERSATION_STATES } from "../../src/protocol/event";
import { createAudience } from "../extras/standIns/host";
import { createPage } from "../extras/standIns/page";
import type { Vendor } from "../../src/extras/widgets/vendor";
import type { Contract } from "../extras/widgets/contract";

type Described = Contract & { vendor: Vendor };

const folder = path.join(import.meta.dirname, "../extras/widgets/contracts");
const contracts = await Promise.all(readdirSync(folder).map(async (file) => ((await import(path.join(folder, file))) as { default: Described }).default));
const FACTS = ["id", "agent", "queue", "by"] as const;

/** The table's rows by the name of the adapter. */
const rows = new Map(
  readFileSync("docs/WIDGETS.md", "utf8")
    .split("\n")
    .filter((line) => /^\| [^|]+ \| `/.test(line))
    .map((line) => [/`([^`]+)`/.exec(line)![1]!, line]),
);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the adapter tells on its way through all that is known of the widget, as the table puts it. */
function claimsOf({ vendor, create, proof }: Described) {
  const page = createPage();
  vi.stubGlobal("window", page.window);
  const stage = create(page);
  const audience = createAudience();
  stage.arrive();
  vi.advanceTimersByTime(1_000);
  const stop = listen(vendor, vendor.find(page.window), page.window, audience);
  for (const step of stage.steps) step.happen((payload) => payload);
  stop();
  const told = stage.steps.flatMap(({ tells }) => tells.map((one) => (typeof one === "string" ? one : one[0])));
  const details = audience.conversation.mock.calls.map(([, detail]) => detail);
  const states = CONVERSATION_STATES.filter((state) => told.includes(state));
  const facts = FACTS.filter((fact) => details.some((detail) => detail[fact] !== undefined));
  return [`\`${vendor.name}\``, states.join(", "), facts.join(", ") || "–", vendor.open ? "yes" : "no", proof].join(" | ");
}

it("has one row a vendor, in the order of the alphabet", () => {
  const lines = [...rows.values()];
  expect(lines).toEqual([...lines].sort((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
  expect([...rows.keys()].sort()).toEqual(contracts.map(({ vendor }) => vendor.name).sort());
});

it.each(contracts)("says of $vendor.name what its contract shows", (contract) => {
  const row = rows.get(contract.vendor.name)!;
  expect(row).toBe(`| ${row.split(" | ")[0]!.slice(2)} | ${claimsOf(contract)} |`);
});

it("says what each proof is worth", () => {
  const text = readFileSync("docs/WIDGETS.md", "utf8");
  const proofs = new Set(contracts.map(({ proof }) => proof));
  expect([...proofs].filter((proof) => !text.includes(`- **${proof}**`))).toEqual([]);
});
