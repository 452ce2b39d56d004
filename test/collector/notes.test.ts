import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hide } from "../../src/collector/webhooks/hide";
import type { Notes } from "../../src/protocol/note";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const bearer = () => ({ authorization: `Bearer ${collector.secret}` });
const call = async (method: "GET" | "POST" | "DELETE", url: string, payload?: object) => (await collector.server.inject({ method, url, headers: bearer(), ...(payload && { payload }) })).json();
const page = (events: object[], visitor = "v1") => collector.post(collector.batch(events, { visitor }));
const note = async (data: object, agent = "Dana Scott") => {
  const type = "contact" in data ? "contact.noted" : "conversation.noted";
  const headers = { cookie: await collector.cookie(agent), "content-type": "application/json", "sec-fetch-site": "same-origin" };
  return (await collector.post(collector.batch([anEvent({ type, data: data as never, at: collector.clock.now })], { visitor: undefined }), headers)).json();
};
const notes = async (query: string): Promise<Notes> => call("GET", `/v1/notes?${query}`);
const texts = async (query: string) => (await notes(query)).notes.map(({ text }) => text);
const create = (fields: object) => call("POST", "/v1/contacts", fields);
const chat = (visitor = "v1") => page([anEvent({ type: "conversation.started", session: `w-${visitor}`, data: { conversation: "c1", channel: "chat" } })], visitor);
const onDisk = () => ["parley.db", "parley.db-wal"].map((file) => {
  try { return readFileSync(path.join(collector.folder, file), "latin1"); } catch { return ""; }
}).join("");

it("A note on a contact is read newest first, with its author, and is shown wherever the contact is", async () => {
  const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
  expect(await note({ contact: ada.id, text: "Likes mornings", agent: "Somebody else" })).toMatchObject({ accepted: 1, rejected: [] });
  collector.clock.now += 1_000;
  await note({ contact: ada.id, text: "Calls back on Friday" }, "Bob");
  expect(await notes(`contact=${ada.id}`)).toMatchObject({ more: false, notes: [
    { about: "contact", text: "Calls back on Friday", agent: "Bob", at: NOW + 1_000 }, { about: "contact", text: "Likes mornings", agent: "Dana Scott", at: NOW },
  ] });
  const other = await create({ displayName: "Old" });
  await note({ contact: other.id, text: "From before" });
  await call("POST", `/v1/contacts/${other.id}/merge`, { into: ada.id });
  expect(await texts(`contact=${ada.id}`)).toContain("From before");
  await call("POST", `/v1/contacts/${other.id}/unmerge`, {});
  expect(await texts(`contact=${ada.id}`)).not.toContain("From before");
  expect(await texts(`contact=${other.id}`)).toEqual(["From before"]);
});

it("A note on a contact that a visitor's claims made stays with the visitor, whoever they turn out to be", async () => {
  await page([anEvent({ type: "identity.claimed", session: "w-v1", data: { email: "new@example.com" } })]);
  const { contact } = await call("GET", "/v1/identity?visitor=v1");
  expect(contact.expiresAt).toBeDefined();
  await note({ contact: contact.id, text: "Sounds nice" });
  expect(await texts(`contact=${contact.id}`)).toEqual(["Sounds nice"]);
  const known = await create({ displayName: "New", emails: ["new@example.com"] });
  expect(await call("GET", "/v1/identity?visitor=v1")).toMatchObject({ level: "matched", contact: { id: known.id } });
  expect(await texts(`contact=${known.id}`)).toEqual(["Sounds nice"]);
});

it("A note on a conversation is news to its card, changes nothing else of it, and is the contact's too", async () => {
  const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
  await chat();
  await page([anEvent({ type: "identity.claimed", session: "w-v1", data: { email: "ada@example.com" } })]);
  const read = async () => (await collector.store.cards({ site: collector.site.id, limit: 9 })).cards.find(({ kind }) => kind === "conversation")!;
  const before = await read();
  const changed: string[] = [];
  collector.store.onChange((_site, { cards }) => changed.push(...cards.map(({ kind, id }) => `${kind} ${id}`)));
  expect(await note({ conversation: "c1", text: "Wants a refund" })).toMatchObject({ rejected: [] });
  const { n, ...after } = await read();
  expect(n).toBeGreaterThan(before.n);
  expect({ ...after, n: before.n }).toEqual(before);
  expect(changed).toContain("conversation c1");
  expect(await notes("conversation=c1")).toMatchObject({ notes: [{ about: "conversation", conversation: "c1", text: "Wants a refund", agent: "Dana Scott" }] });
  expect(await texts(`contact=${ada.id}`)).toEqual(["Wants a refund"]);
  const journey = await collector.store.journey({ site: collector.site.id, of: "conversation", id: "c1", limit: 9 });
  expect(journey.steps.at(-1)).toMatchObject({ type: "conversation.noted", data: { text: "Wants a refund" } });

  changed.length = 0;
  await note({ contact: ada.id, text: "Likes mornings" });
  expect(changed).toEqual(expect.arrayContaining(["session w-v1", "conversation c1"]));
});

it("Pages write no notes, and there is none without a text, or of what there is not", async () => {
  const { id } = await create({ displayName: "Ada" });
  expect((await page([anEvent({ type: "contact.noted", data: { contact: id, text: "x" } })])).json()).toMatchObject({ rejected: [{ reason: "not_for_pages" }] });
  expect((await page([anEvent({ type: "conversation.noted", data: { conversation: "c1", text: "x" } })])).json()).toMatchObject({ rejected: [{ reason: "not_for_pages" }] });
  for (const [data, reason] of [
    [{ contact: id, text: "" }, "wrong_text"], [{ contact: id, text: " \n" }, "wrong_text"], [{ contact: id }, "wrong_text"], [{ contact: id, text: "x".repeat(4_001) }, "wrong_text"],
    [{ contact: "nobody", text: "x" }, "unknown_contact"], [{ conversation: "none", text: "x" }, "unknown_conversation"],
  ] as const) expect(await note(data)).toMatchObject({ rejected: [{ reason }] });
});

it("Notes are sealed on disk, are in the person's export, and go when the person is erased", async () => {
  const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
  await chat();
  // Of whom the call is nobody knows yet.
  await collector.server.inject({ method: "POST", url: "/v1/conversations/call-1/start", headers: bearer(), payload: { channel: "call", direction: "inbound" } });
  expect(await note({ conversation: "call-1", text: "zebra-early" })).toMatchObject({ rejected: [] });
  await page([anEvent({ type: "identity.claimed", session: "w-v1", data: { email: "ada@example.com" } })]);
  await note({ contact: ada.id, text: "zebra-contact" });
  await note({ conversation: "c1", text: "zebra-talk" });
  const link = anEvent({ type: "conversation.linked", data: { conversation: "call-1", visitor: "v1", session: "w-v1" } });
  await collector.server.inject({ method: "POST", url: "/v1/events", headers: { ...bearer(), "content-type": "application/json" }, payload: collector.batch([link], { visitor: undefined }) });
  expect(onDisk()).not.toContain("zebra");
  const dossier = JSON.stringify(await call("GET", `/v1/contacts/${ada.id}/export`));
  for (const text of ["zebra-early", "zebra-contact", "zebra-talk"]) expect(dossier).toContain(text);
  await call("DELETE", `/v1/contacts/${ada.id}`);
  expect((await notes("conversation=c1")).notes).toEqual([]);
  expect((await notes(`contact=${ada.id}`)).notes).toEqual([]);
  const left = (await collector.events()).filter(({ type }) => type.endsWith(".noted"));
  expect(left.map(({ data }) => data)).toEqual(["{}", "{}", "{}"]);
});

it("Webhooks that may not know who somebody is hear that there is a note, and not what it says", () => {
  const told = { id: "e", site: "s", at: 1, received: 1, source: "agent", type: "contact.noted", data: { contact: "k1", text: "secret", agent: "Dana" } } as const;
  expect(hide(told).data).toEqual({ contact: "k1", agent: "Dana" });
});
