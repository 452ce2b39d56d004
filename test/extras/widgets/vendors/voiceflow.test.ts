import { expect, test } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { voiceflow } from "../../../../src/extras/widgets/vendors/voiceflow";
import type { Page } from "../../../../src/extras/widgets/vendor";
import { createAudience } from "../../standIns/host";

/** A window that can be posted to, as its own widget or as somebody else. */
function tapped() {
  const audience = createAudience();
  const window = Object.assign(new EventTarget(), { voiceflow: { chat: { open() {} } } });
  const page = window as unknown as Page;
  const stop = listen(voiceflow, voiceflow.find(page) as { open(): void }, page, audience);
  const post = (data: unknown, source: unknown = window) => window.dispatchEvent(Object.assign(new Event("message"), { data, source }));
  const tell = (type: string, payload?: object) => post(JSON.stringify({ type: `voiceflow:${type}`, payload }));
  const interact = (type: string, more?: object) => tell("interact", { session: { turns: [{ text: "secret" }], userID: "ada@example.com", status: "ACTIVE" }, action: { type, ...more } });
  return { audience, page, stop, post, tell, interact };
}

test("What the visitor does is told, and nothing that was said or that names them", () => {
  const { audience, tell, interact } = tapped();
  tell("open");
  interact("launch");
  interact("text", { payload: "secret" });
  interact("path-a1", { payload: { label: "secret" } });
  tell("save_session", { turns: [], status: "ACTIVE" });
  tell("save_session", { turns: [], status: "ENDED" });
  tell("close");
  expect(audience.told()).toEqual(["opened", "opened", "message_sent", "message_sent", "ended"]);
  expect(audience.conversation).toHaveBeenLastCalledWith("ended", { vendor: "voiceflow", channel: "chat", method: "adapter" });
  expect(JSON.stringify(audience.conversation.mock.calls)).not.toMatch(/secret|ada@/);
});

test("A bot that grows impatient, or that the site has begin in its own way, is not the visitor", () => {
  const { audience, interact } = tapped();
  interact("no-reply");
  interact("event", { payload: { event: { name: "on-pricing-page" } } });
  expect(audience.told()).toEqual(["opened"]);
});

test("Before Voiceflow's script there is nothing to find", () => {
  expect(() => voiceflow.find({} as Page)).toThrow();
  expect(voiceflow.find({ voiceflow: {} } as unknown as Page)).toBeUndefined();
});

test("Messages of others and of unknown shapes are nobody's problem", () => {
  const { audience, post, tell } = tapped();
  const own = JSON.stringify({ type: "voiceflow:interact", payload: { action: { type: "text" } } });
  post(own, {});
  post(own, null);
  post({ type: "voiceflow:open" });
  post(null);
  post(`["${own}"]`);
  post(`${"x".repeat(1_000_000)}${own}`);
  tell("constructor");
  tell("unknown");
  expect(audience.told()).toEqual([]);
  expect(audience.debug).toHaveBeenCalledTimes(1);
  post('{"type":"voiceflow:interact", half of it');
  tell("interact", {});
  expect(audience.told()).toEqual([]);
  expect(audience.debug).toHaveBeenLastCalledWith("The adapter for voiceflow failed", expect.any(TypeError));
});

test("stop() takes the listener out", () => {
  const { audience, tell, stop } = tapped();
  stop();
  tell("open");
  expect(audience.told()).toEqual([]);
});
