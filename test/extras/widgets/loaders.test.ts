/** What vendors' own packages from npm leave on a page before their widgets have come, and the adapters beside it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen } from "../../../src/extras/widgets/listen";
import { crisp } from "../../../src/extras/widgets/vendors/crisp";
import { intercom } from "../../../src/extras/widgets/vendors/intercom";
import { createAudience } from "../standIns/host";
import { createPage } from "../standIns/page";
import type { Page, Vendor } from "../../../src/extras/widgets/vendor";

let page: ReturnType<typeof createPage>;
beforeEach(() => {
  vi.useFakeTimers();
  page = createPage();
  vi.stubGlobal("window", page.window);
  vi.stubGlobal("document", page.document);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tapped<Api>(vendor: Vendor<Api>) {
  const audience = createAudience();
  const { window } = page;
  const stop = listen(vendor as Vendor, vendor.find(window as Page), window, audience);
  return { told: audience.told, stop };
}

test("Intercom's (@intercom/messenger-js-sdk) queues what we subscribe to beside what the site does", async () => {
  const { Intercom, onShow, onHide } = await import("@intercom/messenger-js-sdk");
  Intercom({ app_id: "a1" });
  const shown = vi.fn();
  onShow(shown);
  onHide(() => {});
  const { told, stop } = tapped(intercom);
  const { q } = page.window.Intercom as unknown as { q: unknown[][] };
  expect(q.map(([command]) => command)).toEqual(["onShow", "onHide", "onShow"]);
  const [[, first], , [, ours]] = q as unknown as [[string, () => void], unknown, [string, () => void]];
  expect(first).toBe(shown);
  ours();
  expect(told()).toEqual(["opened"]);
  stop();
  ours();
  expect(told()).toEqual(["opened"]);
});

test("Crisp's (crisp-sdk-web) gives up what there was at each event, and the site hears what it heard before", async () => {
  const { Crisp } = await import("crisp-sdk-web");
  Crisp.configure("w1", { autoload: false });
  const opened = vi.fn();
  const sent = vi.fn();
  Crisp.chat.onChatOpened(opened);
  const { told } = tapped(crisp);
  Crisp.message.onMessageSent(sent);

  // Its commands as the widget does them: one handler an event, and `off` gives it up.
  const slots: { [event: string]: ((told?: unknown) => void) | undefined } = {};
  for (const [what, event, handler] of page.window.$crisp as unknown as [string, string, () => void][]) slots[event] = what === "on" ? handler : undefined;
  slots["chat:opened"]!();
  slots["message:received"]!();
  slots["message:sent"]!({ content: "Hello" });
  expect(opened).toHaveBeenCalledTimes(1);
  expect(sent).toHaveBeenCalledWith({ content: "Hello" });
  // What the site asks for after us is the site's alone.
  expect(told()).toEqual(["opened", "message_received"]);
});
