/**
 * Hears what a vendor tells a single handler, a slot, that belongs to the site: the site's handler stays where it is and
 * runs as it would have run, whether the site sets it before or after.
 *
 * The slot becomes an accessor, which keeps whatever the site assigns. It must be configurable: a global function that is
 * declared later (`function jivo_onOpen() {}`) replaces it without a word, while on one that cannot be replaced the site's
 * whole script would die. Such a declaration is for ever in its turn, but can be assigned to: so slots are looked after.
 */

/** When a slot is looked after, in milliseconds after it was taken, and doubling. */
const FIRST_LOOK_MS = 500;
const LAST_LOOK_MS = 60_000;

type Call = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Puts a function in front of the one in a slot. It is given what the slot is called with, as an array that it may
 * change, and must not throw; then the site's runs, with its own `this`, and its return value is returned.
 *
 * @returns leaves the slot to the site alone
 * @throws where the object lets nothing be put there
 */
export function chain(target: object, name: string, ours: (args: unknown[]) => void): () => void {
  const slots = target as { [name: string]: unknown };
  let before: PropertyDescriptor | undefined;
  let site: unknown;
  let chained: Call | undefined;
  let isRunning = false;
  let wait = FIRST_LOOK_MS;
  let timer: ReturnType<typeof setTimeout>;

  const describe = (owner: object | null): PropertyDescriptor | undefined =>
    owner ? (Object.getOwnPropertyDescriptor(owner, name) ?? describe(Object.getPrototypeOf(owner) as object | null)) : undefined;
  /** Each of the site's functions has a link of its own: a site may call what it found in the slot from what it puts there. */
  const link = (found: unknown) => {
    site = found;
    chained = function (...args) {
      const isOutermost = !isRunning;
      isRunning = true;
      try {
        if (isOutermost) ours(args);
        return typeof found === "function" ? (found as Call).apply(this, args) : undefined;
      } finally {
        if (isOutermost) isRunning = false;
      }
    };
  };
  const get = () => chained;
  const take = () => {
    const found = slots[name];
    if (chained && found === chained) return;
    link(found);
    before = Object.getOwnPropertyDescriptor(slots, name);
    const old = describe(slots);
    // A vendor with an accessor of its own reads behind it, and so has to be told.
    const tell = () => old?.set?.call(slots, chained);
    if (before?.configurable === false) slots[name] = chained;
    else {
      tell();
      Object.defineProperty(slots, name, { configurable: true, enumerable: true, get, set: (found) => (link(found), tell()) });
    }
  };
  const look = () => {
    timer = setTimeout(() => {
      try {
        take();
      } catch {
        // The site has sealed its object since; what is there is the site's.
      }
      if (wait < LAST_LOOK_MS) look();
    }, wait);
    wait *= 2;
  };

  take();
  look();
  return () => {
    clearTimeout(timer);
    if (slots[name] !== chained) return;
    if (Object.getOwnPropertyDescriptor(slots, name)?.get === get) {
      delete slots[name];
      if (before) Object.defineProperty(slots, name, before);
    }
    if (slots[name] !== site) slots[name] = site;
  };
}

/** A function that vendors are given in place of the site's: ours, which must not throw, and then the site's, if it is one. */
export const join = <Args extends unknown[]>(ours: (...args: Args) => unknown, site: unknown) =>
  function (this: unknown, ...args: Args): unknown {
    ours(...args);
    return typeof site === "function" ? site.apply(this, args) : undefined;
  };

/** Subscribes to the slots of an object, for `hear`: events have the names of the slots without what they all begin with. */
export const slotsOf =
  (target: object, prefix: string) =>
  <Args extends unknown[]>(event: string, handler: (...args: Args) => void): (() => void) =>
    chain(target, prefix + event, (args) => handler(...(args as Args)));
