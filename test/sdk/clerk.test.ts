import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createClerk } from "../../src/sdk/extras/clerk";
import { createHost } from "../extras/standIns/host";
import type { HostStandIn } from "../extras/standIns/host";
import type { Bring, Host, IdentityRunning, Seen } from "../../src/sdk/extras/host";

beforeEach(() => {
  vi.stubGlobal("window", {});
  vi.stubGlobal("Node", class {});
});
afterEach(() => void vi.unstubAllGlobals());

/** A page, and the extra that it would load: one that remembers what it is told. */
function aClerk({ bring = start, hash = false, options = {} }: { bring?: ((host: HostStandIn, seen: Seen[]) => IdentityRunning) | "never"; hash?: unknown; options?: Host["options"] } = {}) {
  const host = createHost();
  host.options = options;
  const brought = vi.fn(async (name: string, seen: Seen[]) => {
    expect(name).toBe("identity");
    // Whatever comes over the network comes later.
    await Promise.resolve();
    if (bring === "never") return new Promise<never>(() => {});
    try {
      return bring(host, seen);
    } catch (error) {
      return void host.debug(error);
    }
  });
  const clerk = createClerk({ host, bring: brought as unknown as Bring, hash });
  const loaded = () => vi.waitFor(() => expect(host.debug).toHaveBeenCalledWith("loaded", expect.anything()), { timeout: 60_000 });
  return { clerk, host, emit: host.emit, debug: host.debug, brought, loaded };
}

function start(host: HostStandIn, seen: Seen[]): IdentityRunning {
  host.debug("loaded", [...seen]);
  return { claim: async (claim, moment) => host.emit("told", claim, moment), done: async () => host.debug("done") };
}

const field = {} as EventTarget;
/** The first of the stand-in's. */
const MOMENT = { at: 1_000, url: "https://shop.example/" };

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

it("loads nothing while the visitor has not agreed to be known", () => {
  const { clerk, host, brought } = aClerk();
  host.allows = "pending";
  clerk.see("input", field, true);
  expect(host.consent).toHaveBeenCalledWith("identity");
  expect(brought).not.toHaveBeenCalled();
});

it("loads nothing where the site turned it off", () => {
  const { clerk, brought } = aClerk({ options: { identity: false } });
  clerk.see("input", field, true);
  expect(brought).not.toHaveBeenCalled();
});

it("what the page itself says goes at once where the site wants no hashes", () => {
  const { clerk, emit } = aClerk();
  clerk.say({ traits: { email: "ada@example.com" } });
  expect(emit).toHaveBeenCalledWith("identity.claimed", { traits: { email: "ada@example.com" } }, MOMENT);
});

it("with hashes it goes through the extra, as it was when it was said", async () => {
  const { clerk, emit } = aClerk({ hash: true });
  const traits = { email: "ada@example.com" };
  clerk.say({ traits });
  traits.email = "changed";
  await vi.waitFor(() => expect(emit).toHaveBeenCalledWith("told", { traits: { email: "ada@example.com" } }, MOMENT), { timeout: 60_000 });
  expect(emit).toHaveBeenCalledTimes(1);
});

const broken = () => {
  throw new Error("broken");
};

it("with hashes and no extra nothing is said", async () => {
  const { clerk, emit } = aClerk({ hash: true, bring: broken });
  clerk.say({ traits: { email: "ada@example.com" } });
  await clerk.settle();
  expect(emit).not.toHaveBeenCalled();
});

it("an extra that cannot be had is told to developers only, and asked for once", async () => {
  const { clerk, debug, brought } = aClerk({ bring: broken });
  clerk.see("input", field, true);
  clerk.see("input", field, true);
  await clerk.settle();
  clerk.see("input", field, true);
  await clerk.settle();
  expect(brought).toHaveBeenCalledTimes(1);
  expect(debug).toHaveBeenCalledTimes(1);
});

it("settles when the extra has said everything", async () => {
  const { clerk, debug, loaded } = aClerk();
  await clerk.settle();
  clerk.see("input", field, true);
  await loaded();
  await clerk.settle();
  expect(debug).toHaveBeenCalledWith("done");
});

/** An e-mail field of a form, as far as it is looked at. */
const aMailField = (form: EventTarget, { value = "ada@example.com", isIgnored = false } = {}) =>
  ({ matches: (selector: string) => selector.includes("[type=email]"), closest: () => (isIgnored ? {} : null), form, value }) as unknown as EventTarget;

it("a page that goes before the extra has come says the e-mail of the form that was sent, once", () => {
  const [sent, other] = [{} as EventTarget, {} as EventTarget];
  const { clerk, emit } = aClerk({ bring: "never" });
  for (let i = 0; i < 15; i++) clerk.see("input", aMailField(other, { value: "other@example.com" }), true);
  const used = aMailField(sent);
  for (let i = 0; i < 15; i++) clerk.see("input", used, true);
  clerk.see("submit", sent, true);
  clerk.leave();
  clerk.leave();
  expect(emit.mock.calls).toEqual([["identity.claimed", { email: "ada@example.com", moment: "submit" }, MOMENT]]);
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
  const { clerk, emit } = aClerk({ bring: "never", ...given });
  clerk.see("input", aMailField(form, about), isTrusted);
  if (isSent) clerk.see("submit", form, true);
  clerk.leave();
  expect(emit).not.toHaveBeenCalled();
});
