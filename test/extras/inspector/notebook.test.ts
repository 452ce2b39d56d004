import { expect, it } from "vitest";
import { createNotebook } from "../../../src/extras/inspector/notebook";
import type { PageEvent } from "../../../src/sdk/types";

let made = 0;
const event = (type: string, data: object = {}, url = "https://shop.example/"): PageEvent => ({ id: `e${++made}`, type, at: made, url, data: data as PageEvent["data"] });
const answer = (body: object) => ({ status: 202, text: JSON.stringify({ accepted: 1, duplicates: 0, rejected: [], ...body }) });
const texts = (lines: { text: string }[]) => lines.map(({ text }) => text);

it("tells of every event what became of it, newest first", () => {
  const notes = createNotebook();
  const [good, bad, unsent, lost, told] = [event("good"), event("bad"), event("unsent"), event("lost"), event("conversation.connected", { channel: "chat" }, "")];
  for (const one of [good, bad, unsent, lost, told, good]) notes.see(one);
  notes.hear([[good, bad], answer({ rejected: [{ id: bad.id, reason: "wrong_type" }] })], 1);
  notes.hear([[lost], {}], 2);
  expect(texts(notes.events())).toEqual(["conversation.connected: chat", "lost (no answer)", "unsent (waits)", "bad (wrong_type)", "good (stored)"]);
  expect(texts(notes.answers())).toEqual(["no answer: 1 event", "202: 2 events, 1 accepted, 0 duplicates, 1 rejected"]);
});

it("tells what the collector did not want, and what is no answer of one", () => {
  const notes = createNotebook();
  const one = event("one");
  notes.see(one);
  notes.hear([[one], { status: 403, text: "<html>" }], 1);
  expect([texts(notes.answers()), texts(notes.events())]).toEqual([["answered 403: 1 event"], ["one (answered 403)"]]);
  notes.hear([[one], answer({ push: [{}] })], 2);
  expect(texts(notes.answers())[0]).toBe("202: 1 event, 1 accepted, 0 duplicates, 0 rejected, 1 decided");
});

it("takes what developers are told besides for no answer", () => {
  const notes = createNotebook();
  for (const said of [[], ["Listening: jivo"], [new Error("x")], [[], {}], [null, null], [["text"], {}]]) notes.hear(said, 1);
  expect(notes.answers()).toEqual([]);
});

it("sorts what rules decided, and names widgets once", () => {
  const notes = createNotebook();
  for (const one of [
    event("segment.matched", { name: "Hot" }, ""), event("outcome.achieved", { name: "Sale", value: 42 }, ""),
    event("action.qualified", { name: "Help", type: "chat" }, ""), event("action.blocked", { name: "Help", type: "chat", reason: "no_widget" }),
    event("conversation.offered", { channel: "chat", map: "help" }), event("conversation.started", { channel: "chat" }), event("content.declined", { map: "boots" }),
    event("widget.found", { vendor: "jivo" }), event("widget.found", { vendor: "jivo" }),
  ]) notes.see(one);
  expect(texts(notes.matched())).toEqual(["outcome.achieved: Sale, 42", "segment.matched: Hot"]);
  expect(texts(notes.offers())).toEqual(["content.declined: boots", "conversation.offered: chat, help", "action.blocked: Help, chat, no_widget", "action.qualified: Help, chat"]);
  expect(notes.widgets()).toEqual(["jivo"]);
});

it("says nothing of who somebody is", () => {
  const notes = createNotebook();
  notes.see(event("identity.claimed", { email: "ada@example.com", displayName: "Ada" }));
  expect(texts(notes.events())).toEqual(["identity.claimed (waits)"]);
});

it("keeps lists short", () => {
  const notes = createNotebook();
  for (let i = 0; i < 300; i++) {
    const one = event("one");
    notes.see(one);
    notes.hear([[one], answer({})], i);
  }
  expect([notes.events().length, notes.answers().length]).toEqual([20, 20]);
});
