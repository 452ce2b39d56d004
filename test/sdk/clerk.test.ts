import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createClerk } from "../../src/sdk/extras/clerk";
import type { IdentityHost } from "../../src/sdk/extras/host";

beforeEach(() => {
  vi.stubGlobal("window", {});
  vi.stubGlobal("Node", class {});
});
afterEach(() => void vi.unstubAllGlobals());

/** An extra that remembers what it is told, as a module of its own. */
const EXTRA = `export default (host, seen) => ({
  claim: async (claim, moment) => host.emit("told", claim, moment),
  done: async () => host.debug("done"),
  stop: () => host.debug("stopped"),
  seen: host.debug("loaded", [...seen]),
})`;
let copies = 0;
const aModule = (code: string) => `data:text/javascript,${encodeURIComponent(`${code}//${++copies}`)}`;

function aClerk({ url = aModule(EXTRA), hash = false, options = {}, isAllowed = true }: { url?: string | undefined; hash?: unknown; options?: IdentityHost["options"]; isAllowed?: boolean } = {}) {
  const stopping = new AbortController();
  const emit = vi.fn();
  const debug = vi.fn();
  const allowed = { isAllowed };
  const moment = { at: 1, url: "https://shop.example/" };
  const clerk = createClerk({ host: { options, isAllowed: () => allowed.isAllowed, moment: () => moment, emit, debug }, url: url || undefined, hash, signal: stopping.signal });
  const loaded = () => vi.waitFor(() => expect(debug).toHaveBeenCalledWith("loaded", expect.anything()));
  return { clerk, emit, debug, allowed, moment, stop: () => stopping.abort(), loaded };
}

const field = {} as EventTarget;

it("loads the extra when a field is first used, and hands it all that was seen until it came", async () => {
  const { clerk, debug, loaded } = aClerk();
  clerk.see("click", field, true);
  expect(debug).not.toHaveBeenCalled();
  clerk.see("input", field, true);
  clerk.see("submit", field, true);
  await loaded();
  expect(debug).toHaveBeenCalledWith("loaded", [["input", field, true], ["submit", field, true]]);
});

it("remembers no more than a thousand things for an extra that does not come", async () => {
  const { clerk, debug, loaded } = aClerk();
  for (let i = 0; i < 3_000; i++) clerk.see("input", field, true);
  await loaded();
  expect(debug.mock.calls.find(([said]) => said === "loaded")![1]).toHaveLength(1_000);
});

it.each<[string, Parameters<typeof aClerk>[0]]>([
  ["while the visitor has not agreed", { isAllowed: false }],
  ["where the site turned it off", { options: { identity: false } }],
  ["without an address to load from", { url: "" }],
])("loads nothing %s", async (_when, given) => {
  const { clerk, debug } = aClerk(given);
  clerk.see("input", field, true);
  await clerk.settle();
  expect(debug).not.toHaveBeenCalled();
});

it("what the page itself says goes at once where the site wants no hashes", () => {
  const { clerk, emit, moment } = aClerk();
  clerk.say({ traits: { email: "ada@example.com" } });
  expect(emit).toHaveBeenCalledWith("identity.claimed", { traits: { email: "ada@example.com" } }, moment);
});

it("with hashes it goes through the extra, as it was when it was said", async () => {
  const { clerk, emit, moment } = aClerk({ hash: true });
  const traits = { email: "ada@example.com" };
  clerk.say({ traits });
  traits.email = "changed";
  await vi.waitFor(() => expect(emit).toHaveBeenCalledWith("told", { traits: { email: "ada@example.com" } }, moment));
  expect(emit).toHaveBeenCalledTimes(1);
});

it("with hashes and no extra nothing is said", async () => {
  for (const url of ["", aModule("throw new Error('gone')")]) {
    const { clerk, emit } = aClerk({ hash: true, url });
    clerk.say({ traits: { email: "ada@example.com" } });
    await clerk.settle();
    expect(emit).not.toHaveBeenCalled();
  }
});

it("an extra that does not load, or fails as it starts, is told to developers only, and asked for once", async () => {
  for (const code of ["throw new Error('no')", "export default () => { throw new Error('no') }", "export const other = 1"]) {
    const { clerk, debug } = aClerk({ url: aModule(code) });
    clerk.see("input", field, true);
    clerk.see("input", field, true);
    await clerk.settle();
    clerk.see("input", field, true);
    await clerk.settle();
    expect(debug).toHaveBeenCalledTimes(1);
  }
});

it("settles when the extra has said everything, and stops it with the tracker", async () => {
  const { clerk, debug, loaded, stop } = aClerk();
  await clerk.settle();
  clerk.see("input", field, true);
  await loaded();
  await clerk.settle();
  expect(debug).toHaveBeenCalledWith("done");
  stop();
  expect(debug).toHaveBeenCalledWith("stopped");
});

it("an extra that comes after the tracker was stopped is not started", async () => {
  const { clerk, debug, stop } = aClerk();
  clerk.see("input", field, true);
  stop();
  await clerk.settle();
  expect(debug).not.toHaveBeenCalled();
});

/** An e-mail field of a form, as far as it is looked at. */
const aMailField = (form: EventTarget, { value = "ada@example.com", isIgnored = false } = {}) =>
  ({ matches: (selector: string) => selector.includes("[type=email]"), closest: () => (isIgnored ? {} : null), form, value }) as unknown as EventTarget;

it("a page that goes before the extra has come says the e-mail of the form that was sent, once", () => {
  const [sent, other] = [{} as EventTarget, {} as EventTarget];
  const { clerk, emit, moment } = aClerk({ url: aModule("await new Promise(() => {}); export default 0") });
  for (let i = 0; i < 15; i++) clerk.see("input", aMailField(other, { value: "other@example.com" }), true);
  const used = aMailField(sent);
  for (let i = 0; i < 15; i++) clerk.see("input", used, true);
  clerk.see("submit", sent, true);
  clerk.leave();
  clerk.leave();
  expect(emit.mock.calls).toEqual([["identity.claimed", { email: "ada@example.com", moment: "submit" }, moment]]);
});

it.each<[string, { given?: Parameters<typeof aClerk>[0]; field?: Parameters<typeof aMailField>[1]; isTrusted?: boolean; isSent?: boolean }]>([
  ["where only hashes may be sent", { given: { hash: true } }],
  ["where nothing is to be taken", { given: { options: { identity: { capture: "off" } } } }],
  ["where the tag says so", { given: { options: { identityCapture: false } } }],
  ["where the site chose another moment", { given: { options: { identity: { capture: "blur" } } } }],
  ["where the site chose its forms", { given: { options: { identity: { forms: "#checkout" } } } }],
  ["where the site leaves forms alone", { given: { options: { identity: { skipFormsWith: ["password"] } } } }],
  ["of a field that is nobody's business", { field: { isIgnored: true } }],
  ["of a field that was emptied", { field: { value: "" } }],
  ["of what a script filled in", { isTrusted: false }],
  ["of a form that was not sent", { isSent: false }],
])("it says nothing %s", (_where, { given = {}, field: about, isTrusted = true, isSent = true }) => {
  const form = {} as EventTarget;
  const { clerk, emit } = aClerk({ url: aModule("await new Promise(() => {}); export default 0"), ...given });
  clerk.see("input", aMailField(form, about), isTrusted);
  if (isSent) clerk.see("submit", form, true);
  clerk.leave();
  expect(emit).not.toHaveBeenCalled();
});
