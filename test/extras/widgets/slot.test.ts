import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { chain, slotsOf } from "../../../src/extras/widgets/slot";

type Slots = { [name: string]: unknown };
type Call = (this: unknown, ...args: unknown[]) => unknown;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An object with a slot that is chained, and what was heard there. */
function chained(target: Slots = {}) {
  const heard: unknown[][] = [];
  const leave = chain(target, "onOpen", (args) => void heard.push([...args]));
  const fire = (...args: unknown[]) => (target.onOpen as Call)(...args);
  return { target, heard, leave, fire };
}

describe("The site's handler", () => {
  it("runs as it would have run, set before", () => {
    const site = vi.fn(function (this: unknown, ...args: unknown[]) { return [this, ...args]; });
    const { target, heard } = chained({ onOpen: site });
    const self = {};
    expect((target.onOpen as Call).call(self, 1, "two")).toEqual([self, 1, "two"]);
    expect((target.onOpen as Call).call(self, 1, "two")).toHaveProperty("0", self);
    expect(heard).toEqual([[1, "two"], [1, "two"]]);
    expect(site).toHaveBeenCalledTimes(2);
  });

  it("runs set after, the latest alone", () => {
    const { target, heard, fire } = chained();
    expect(fire(0)).toBeUndefined();
    target.onOpen = () => "first";
    expect(fire(1)).toBe("first");
    target.onOpen = () => "second";
    expect(fire(2)).toBe("second");
    target.onOpen = null;
    expect(fire(3)).toBeUndefined();
    expect(heard).toEqual([[0], [1], [2], [3]]);
  });

  it("may call the one that it found, and each hears it once", () => {
    const first = vi.fn();
    const { target, heard, fire } = chained({ onOpen: first });
    const found = target.onOpen as Call;
    const second = vi.fn(() => found());
    target.onOpen = second;
    target.onOpen = target.onOpen;
    fire();
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    expect(heard).toHaveLength(1);
  });

  it("throws what it throws, and we are heard all the same, now and later", () => {
    const { heard, fire } = chained({ onOpen: () => { throw new Error("the site's own"); } });
    expect(() => fire()).toThrow("the site's own");
    expect(() => fire()).toThrow("the site's own");
    expect(heard).toHaveLength(2);
  });

  it("is called with what ours has made of the arguments", () => {
    const site = vi.fn();
    const target: Slots = { start: site };
    chain(target, "start", (args) => void (args[1] = "ours"));
    (target.start as Call)("a", "b");
    expect(site).toHaveBeenCalledWith("a", "ours");
  });
});

describe("A property that cannot become an accessor, as a declared function", () => {
  const declare = (target: Slots, value: unknown) => Object.defineProperty(target, "onOpen", { value, writable: true, enumerable: true, configurable: false });

  it("is assigned to", () => {
    const site = vi.fn(() => "site");
    const { target, heard, leave, fire } = chained(declare({}, site) as Slots);
    expect(fire()).toBe("site");
    expect(heard).toHaveLength(1);
    leave();
    expect(target.onOpen).toBe(site);
  });

  it("is the site's alone where it comes later, until the slot is looked after", () => {
    const { target, heard, fire } = chained();
    declare(target, () => "declared");
    expect(fire()).toBe("declared");
    expect(heard).toHaveLength(0);
    vi.advanceTimersByTime(500);
    expect(fire()).toBe("declared");
    expect(heard).toHaveLength(1);
    target.onOpen = () => "assigned";
    expect(fire()).toBe("assigned");
    vi.advanceTimersByTime(60_000);
    expect(fire()).toBe("assigned");
    expect(heard).toHaveLength(2);
  });

  it("is left alone where it cannot even be assigned to", () => {
    const target = Object.freeze({ onOpen: () => "site" });
    expect(() => chain(target, "onOpen", () => {})).toThrow();
    expect(target.onOpen()).toBe("site");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may be sealed later without harm", () => {
    const { target } = chained();
    Object.defineProperty(target, "onOpen", { value: () => "sealed", writable: false, configurable: false });
    expect(() => vi.advanceTimersByTime(200_000)).not.toThrow();
    expect((target.onOpen as Call)()).toBe("sealed");
  });
});

describe("A vendor's own accessor", () => {
  /** An element whose vendor reads what was set behind the accessor, as Typebot's elements do. */
  function createElement(on: "element" | "prototype") {
    let kept: unknown;
    const accessor = { get: () => kept, set: (value: unknown) => void (kept = value), configurable: true, enumerable: true };
    const element: Slots = on === "element" ? Object.defineProperty({}, "onOpen", accessor) : (Object.create(Object.defineProperty({}, "onOpen", accessor)) as Slots);
    return { element, kept: () => kept, fire: (...args: unknown[]) => (kept as Call)(...args) };
  }

  it.each(["element", "prototype"] as const)("on the %s is told, and gets the site's back", (on) => {
    const { element, fire, kept } = createElement(on);
    const site = vi.fn(() => "site");
    element.onOpen = site;
    const { heard, leave } = chained(element);
    expect(fire(1)).toBe("site");
    const later = () => "later";
    element.onOpen = later;
    expect(fire(2)).toBe("later");
    expect(heard).toEqual([[1], [2]]);
    leave();
    expect(kept()).toBe(later);
    element.onOpen = site;
    expect(kept()).toBe(site);
    expect(Object.keys(element)).toEqual(on === "element" ? ["onOpen"] : []);
  });

  it("that is defined anew over ours keeps what it was told", () => {
    const { target, heard, leave } = chained();
    let kept = target.onOpen;
    Object.defineProperty(target, "onOpen", { get: () => kept, set: (value: unknown) => void (kept = value), configurable: true });
    (kept as Call)();
    expect(heard).toHaveLength(1);
    leave();
    expect(kept).toBeUndefined();
  });
});

describe("Left", () => {
  it("the slot is as it was", () => {
    const own = Object.getOwnPropertyDescriptors;
    const empty: Slots = {};
    const site = () => {};
    const filled: Slots = { onOpen: site };
    const hidden = Object.defineProperty({}, "onOpen", { value: site, writable: true, configurable: true, enumerable: false }) as Slots;
    const inherited = Object.create({ onOpen: site }) as Slots;
    const as = [empty, filled, hidden, inherited].map(own);
    for (const target of [empty, filled, hidden, inherited]) chained(target).leave();
    expect([empty, filled, hidden, inherited].map(own)).toEqual(as);
    // However often it was looked after.
    const leaves = [empty, filled, hidden, inherited].map((target) => chained(target).leave);
    vi.advanceTimersByTime(200_000);
    leaves.forEach((leave) => leave());
    expect([empty, filled, hidden, inherited].map(own)).toEqual(as);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("holds what the site has set since, and nothing of ours runs", () => {
    const { target, heard, leave } = chained({ onOpen: () => "first" });
    const site = () => "since";
    target.onOpen = site;
    leave();
    expect(target.onOpen).toBe(site);
    expect(heard).toEqual([]);
  });

  it("is not taken from whoever has taken it from us", () => {
    const { target, leave } = chained();
    const other = () => "other";
    Object.defineProperty(target, "onOpen", { value: other, configurable: true });
    leave();
    expect(target.onOpen).toBe(other);
  });
});

it("Slots are heard by what their names end in", () => {
  const target: Slots = {};
  const heard = vi.fn();
  const leave = slotsOf(target, "jivo_on")("Open", heard);
  (target.jivo_onOpen as Call)("a", 1);
  expect(heard).toHaveBeenCalledWith("a", 1);
  leave();
  expect(target).toEqual({});
});
