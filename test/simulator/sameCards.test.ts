import { describe, expect, it } from "vitest";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import type { Store } from "../../src/collector/store/store";
import type { ConversationCard } from "../../src/protocol/card";
import { personOf } from "../../src/simulator/people";
import { createRandom } from "../../src/simulator/random";
import { MASTER_KEYS, openInMemory } from "../collector/openInMemory";
import { DELIVERIES } from "./deliver";
import { createTrace, SITE, type Trace } from "./trace";

/** Every store that there is: another one joins by a line. */
const ENGINES: { [name: string]: () => Promise<Store> } = {
  SQLite: async () => createSqliteStore({ database: await openInMemory(), masterKeys: MASTER_KEYS, foldFailed: (problem) => { throw problem; } }),
};

/** `npm run simulate:check` plays ten thousand. */
const CONVERSATIONS = Number(process.env.PARLEY_CONVERSATIONS) || 1_000;
const SEED = process.env.PARLEY_SEED || "one";
const PEOPLE = 300;
/** Ten thousand take minutes on a busy machine. */
const MOST_MS = 1_800_000;
const BATCH = 100;
const AT_ONCE = 20;
/** When the first batch arrives: after all that it tells of, as the door sees to. */
const ARRIVES_AT = Date.UTC(2026, 10, 22);

/** The cards of all conversations, without the number of the log, and with contacts and customers by what is the same in every database. */
async function cardsOf(open: () => Promise<Store>, trace: Trace): Promise<Map<string, string>> {
  const store = await open();
  const people = Array.from({ length: PEOPLE }, (_, number) => personOf(number));
  await store.importContacts({ site: SITE, now: 1, rows: people.map(({ externalId, email, phone, givenName, familyName }) => ({ externalIds: [externalId], emails: [email], givenName, familyName, ...(phone !== undefined && { phones: [phone] }) })) });
  const events = trace.map((event, i) => ({ ...event, received: ARRIVES_AT + i }));
  for (let i = 0; i < events.length; i += BATCH * AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => store.append(events.slice(i + k * BATCH, i + (k + 1) * BATCH))));
  }
  const { cards } = await store.cards({ site: SITE, limit: 1_000_000 });
  const contacts = new Map<string, string>();
  for (const { contact } of cards) {
    if (contact !== undefined && !contacts.has(contact)) contacts.set(contact, (await store.contact({ site: SITE, id: contact }))?.externalIds?.[0] ?? "nobody");
  }
  await store.close();
  const shown = cards.filter((card): card is ConversationCard => card.kind === "conversation" && card.status !== "linked");
  // Customers go by hashes with a key of the database's own: that the same conversations have the same one is what can be compared.
  const first = new Map<string, string>();
  for (const { customer, id } of [...shown].sort((a, b) => (a.id < b.id ? -1 : 1))) if (customer !== undefined && !first.has(customer)) first.set(customer, id);
  return new Map(shown.map(({ n: _n, contact, customer, who, ...card }) => {
    const known = { ...card, who: who === customer ? "the customer" : who, ...(contact !== undefined && { contact: contacts.get(contact) }), ...(customer !== undefined && { customer: first.get(customer) }) };
    return [card.id, JSON.stringify(known, Object.keys(known).sort())];
  }));
}

describe.each(Object.entries(ENGINES))("%s", (_engine, open) => {
  const trace = createTrace(SEED, CONVERSATIONS, PEOPLE);
  const inOrder = cardsOf(open, trace);

  it(`shows ${CONVERSATIONS.toLocaleString("en")} simulated conversations of every kind`, async () => {
    const cards = [...(await inOrder).values()].map((json) => JSON.parse(json) as ConversationCard);
    // However many told of it, and under whatever ids.
    expect(cards.length).toBe(new Set(trace.filter(({ source }) => source === "server").map(({ data }) => data.conversation)).size);
    expect(cards.length).toBeGreaterThanOrEqual(CONVERSATIONS);
    const seen = new Set(cards.flatMap(({ status, channel, direction = "", endedBy = "", level = "", visitor, customer, queues }) =>
      [status, `${channel} ${direction}`.trim(), `by ${endedBy}`, level, visitor && "of a visitor", customer && "with a customer", queues.length > 1 && "transferred"]));
    for (const kind of ["wrapped_up", "wrapping", "ended_by_customer", "call inbound", "call outbound", "chat", "messaging", "by customer", "by agent", "by system", "matched", "claimed", "of a visitor", "with a customer", "transferred"]) {
      expect(seen).toContain(kind);
    }
  }, MOST_MS);

  it.each(Object.entries(DELIVERIES))("shows the same cards when they come %s", async (name, deliver) => {
    const expected = await inOrder;
    const cards = await cardsOf(open, deliver(trace, createRandom(`${SEED} ${name}`)));
    const differing = [...new Set([...expected.keys(), ...cards.keys()])].filter((id) => cards.get(id) !== expected.get(id));
    expect(differing.slice(0, 3).map((id) => [expected.get(id), cards.get(id)])).toEqual([]);
  }, MOST_MS);
});
