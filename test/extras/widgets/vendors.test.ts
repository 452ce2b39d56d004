/** Every adapter against what is known of its vendor: what it tells, and what it must never do. */
import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import widgets from "../../../src/extras/widgets";
import { VENDORS } from "../../../src/extras/widgets/vendors";
import { createHost } from "../standIns/host";
import { createPage } from "../standIns/page";
import { stubLocalStorage } from "../../sdk/fakes";
import { SECRET } from "./contract";
import type { ConversationData } from "../../../src/protocol/event";
import type { Contract, Step, Wrap } from "./contract";

const folder = path.join(import.meta.dirname, "contracts");
const contracts = await Promise.all(readdirSync(folder).map(async (file) => ((await import(path.join(folder, file))) as { default: Contract }).default));
/** What websites load. */
const { default: built } = (await import(path.resolve("dist/extras/widgets.mjs"))) as { default: typeof widgets };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asItIs: Wrap = (payload) => payload;

function open({ vendor, create }: Contract) {
  const page = createPage();
  page.stub();
  stubLocalStorage();
  const host = createHost();
  host.options = { widgets: { vendors: [vendor.name] } };
  const stage = create(page);
  const start = (run = widgets) => run(host, []);
  const told = () => host.emit.mock.calls.filter(([type]) => type.startsWith("conversation.")).map(([type, data]) => [type.replace("conversation.", ""), data as ConversationData] as const);
  return { page, host, stage, start, told };
}

/** A page where the tracker and the widget are both there. */
function talking(contract: Contract) {
  const opened = open(contract);
  const running = opened.start();
  opened.stage.arrive();
  vi.advanceTimersByTime(1_000);
  return { ...opened, ...running };
}

const factsOf = (steps: Step[]) => steps.flatMap(({ tells }) => tells.map((one) => (typeof one === "string" ? ([one, {}] as const) : one)));
const expectTold = (told: ReturnType<ReturnType<typeof open>["told"]>, steps: Step[]) => {
  expect(told.map(([state]) => state)).toEqual(factsOf(steps).map(([state]) => state));
  factsOf(steps).forEach(([, facts], i) => expect(told[i]![1]).toMatchObject(facts));
};

const hostile: [string, Wrap][] = [
  ["whose every property throws", () => new Proxy(function () {}, { get: () => { throw new Error("no"); }, has: () => { throw new Error("no"); }, ownKeys: () => { throw new Error("no"); } }) as never],
  ["that is nothing", () => undefined as never],
  ["that is null", () => null as never],
  ["that is a text of a megabyte", () => "x".repeat(1_000_000) as never],
  ["with a megabyte in every text", (payload) => spread(payload, () => "x".repeat(1_000_000))],
  ["with objects in place of texts", (payload) => spread(payload, () => ({ toString: () => { throw new Error("no"); } }))],
];

/** A copy with every text exchanged, inside texts that are JSON as well. */
function spread<Value>(value: Value, exchange: (text: string) => unknown): Value {
  if (typeof value === "string") return exchange(value) as Value;
  if (Array.isArray(value)) return value.map((item) => spread(item, exchange)) as Value;
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spread(item, exchange)])) as Value;
}

describe.each(contracts)("$vendor.name, as it is known ($proof)", (contract) => {
  it("tells what happens in the widget", () => {
    const { stage, told } = talking(contract);
    for (const step of stage.steps) step.happen(asItIs);
    expectTold(told(), stage.steps);
    for (const [, data] of told()) expect(data).toMatchObject({ vendor: contract.vendor.name, method: "adapter" });
  });

  it("does so as it is built, with its names made short", () => {
    const { stage, start, told } = open(contract);
    start(built);
    stage.arrive();
    vi.advanceTimersByTime(1_000);
    for (const step of stage.steps) step.happen(asItIs);
    expectTold(told(), stage.steps);
  });

  it("is found where it was before the tracker, and where it comes minutes later", () => {
    const before = open(contract);
    before.stage.arrive();
    before.start();
    vi.advanceTimersByTime(1_000);
    for (const step of before.stage.steps) step.happen(asItIs);
    expectTold(before.told(), before.stage.steps);
    before.host.stop();

    const late = open(contract);
    late.start();
    vi.advanceTimersByTime(300_000);
    late.stage.arrive();
    late.page.insert("script");
    vi.advanceTimersByTime(1_000);
    for (const step of late.stage.steps) step.happen(asItIs);
    expectTold(late.told(), late.stage.steps);
  });

  it("begins and ends a conversation once, however often and in whatever order it is told", () => {
    const { stage } = open(contract);
    const order = fc.array(fc.nat(Math.max(stage.steps.length - 1, 0)), { maxLength: 24 });
    fc.assert(fc.property(order, (indices) => {
      const { stage: { steps }, told, host } = talking(contract);
      for (const i of indices) steps[i]!.happen(asItIs);
      const seen = new Map<string, string[]>();
      for (const [state, { conversation }] of told()) seen.set(conversation, [...(seen.get(conversation) ?? []), state]);
      for (const states of seen.values()) {
        for (const once of ["opened", "accepted", "started", "ended"]) expect(states.filter((state) => state === once).length).toBeLessThan(2);
        const inside = states.findIndex((state) => state === "connected" || state === "message_sent");
        if (inside >= 0) expect(states.slice(0, inside)).toContain("started");
      }
      if (!indices.some((i) => steps[i]!.begins)) expect(told().map(([state]) => state)).not.toContain("started");
      host.stop();
    }), { numRuns: 60 });
  });

  it.each(hostile)("breaks nothing by a payload %s, and goes on", (_what, wrap) => {
    const { stage, told } = talking(contract);
    for (const step of stage.steps) expect(() => step.happen(wrap)).not.toThrow();
    const hurt = told().length;
    for (const [, data] of told()) expect(JSON.stringify(data).length).toBeLessThan(2_000);
    for (const step of stage.steps) step.happen(asItIs);
    for (const step of stage.steps) step.happen(asItIs);
    // That it was opened is told once only.
    const isTold = factsOf(stage.steps).every(([state]) => state === "opened") ? 0 : hurt;
    expect(told().length).toBeGreaterThan(isTold);
  });

  it("passes on nothing that was said, nor by whom of the visitors", () => {
    const { stage, host } = talking(contract);
    let secrets = 0;
    const count: Wrap = (payload) => {
      if (JSON.stringify(payload)?.includes(SECRET)) secrets++;
      return payload;
    };
    for (const step of [...stage.steps, ...stage.steps]) step.happen(count);
    expect(JSON.stringify([host.emit.mock.calls, host.debug.mock.calls])).not.toMatch(/canary|901820/);
    // Where handlers are called with anything at all, some of it must have been secret, or this has shown nothing.
    let isCalledWithSomething = false;
    for (const step of stage.steps) step.happen((payload) => ((isCalledWithSomething ||= typeof payload === "object" && payload !== null), payload));
    if (isCalledWithSomething) expect(secrets).toBeGreaterThan(0);
  });

  it("lets the site hear what it heard before, whether it began to listen before or after", () => {
    const { stage, start, told } = open(contract);
    const heard: string[] = [];
    stage.arrive();
    if (!stage.siteListens) return expect(stage.siteListens).toBeUndefined();
    stage.siteListens(() => heard.push("before"));
    start();
    vi.advanceTimersByTime(1_000);
    stage.siteListens(() => heard.push("after"));
    vi.advanceTimersByTime(5_000);
    for (const step of stage.steps) step.happen(asItIs);
    expect(heard).toEqual(expect.arrayContaining(stage.isSlot ? ["after"] : ["before", "after"]));
    expect(told().length).toBeGreaterThan(0);
  });

  it("listens where the site names nobody, unless that could cost the site a handler", () => {
    const { stage, start, host, told } = open(contract);
    host.options = {};
    start();
    stage.arrive();
    vi.advanceTimersByTime(1_000);
    for (const step of stage.steps) step.happen(asItIs);
    expect(told().length > 0).toBe(!contract.vendor.isOptIn);
  });

  it("is silent after the end, and takes out what can be taken out", async () => {
    const { stage, host, told } = talking(contract);
    host.stop();
    // Some vendors answer later how a handler is taken out.
    await vi.advanceTimersByTimeAsync(0);
    for (const step of stage.steps) step.happen(asItIs);
    expect(told()).toEqual([]);
    expect(stage.handlers?.() ?? 0).toBe(0);
  });

  it("shows the widget when the page asks for it, if it is known how to", async () => {
    const { stage, open: openWidget } = talking(contract);
    expect(openWidget(contract.vendor.channel ?? "chat")).toBe(!!contract.vendor.open);
    await vi.advanceTimersByTimeAsync(0);
    expect(stage.shown?.() ?? 0).toBe(contract.vendor.open ? 1 : 0);
  });
});

it("has a contract for every adapter, and no name twice", () => {
  const names = VENDORS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(contracts.map(({ vendor }) => vendor.name).sort()).toEqual(names.sort());
});
