import { expect, test } from "vitest";
import { drawingOf } from "../../../src/console/journey/stepIcon";
import { attributesOf } from "../../../src/console/journey/attributes";
import { sentence } from "../../../src/console/journey/sentence";
import { humanised } from "../../../src/console/humanised";
import type { Step } from "../../../src/protocol/card";
import { CONVERSATION_STATES } from "../../../src/protocol/event";
import { BLOCKED_REASONS } from "../../../src/protocol/rules";

const step = (type: string, data: Step["data"] = {}, url?: string): Step => ({ id: "e", n: 1, type, at: 0, source: "page", data, ...(url && { url }) });

test.each<[string, Step]>([
  ["Arrived", step("session.started")],
  ["Arrived from news.example", step("session.started", { referrer: "https://news.example/a" })],
  ["Arrived", step("session.started", { referrer: "https://shop.example/a" }, "https://shop.example/")],
  ["Arrived from newsletter (spring)", step("session.started", { referrer: "https://news.example/a" }, "https://shop.example/?utm_source=newsletter&utm_campaign=spring")],
  ["Viewed Pricing", step("page.viewed", { title: "Pricing" })],
  ["Viewed shop.example/pricing", step("page.viewed", {}, "https://shop.example/pricing?a=1")],
  ["Searched for “boots”", step("search.performed", { query: "boots" })],
  ["Submitted form contact", step("form.submitted", { form: "contact" })],
  ["Gave Ada Lovelace, ada@example.com", step("identity.claimed", { traits: { givenName: "Ada", familyName: "Lovelace", email: "ada@example.com" } })],
  ["Gave ada@example.com in form contact", step("identity.claimed", { email: "ada@example.com", form: "contact", moment: "submit" })],
  ["Gave +447911123456 in form order, which was not submitted", step("identity.claimed", { phone: "07911 123456", e164: "+447911123456", form: "order", moment: "abandon" })],
  ["Gave 07911 123456", step("identity.claimed", { phone: "07911 123456" })],
  ["Gave the hash of an e-mail, the hash of a phone", step("identity.claimed", { emailHash: "ab12", phoneHash: "cd34" })],
  ["Gave details", step("identity.claimed", { token: "x.y.z" })],
  ["Matched a contact by phone", step("identity.matched", { by: "phone" })],
  ["Matched a contact", step("identity.matched")],
  ["Verified by an agent", { ...step("identity.verified", { visitor: "v", contact: "k" }), source: "agent" }],
  ["Verified by a token that the site signed", { ...step("identity.verified", { by: "token" }), source: "server" }],
  ["Verified by the site's server", { ...step("identity.verified", { visitor: "v", contact: "k" }), source: "server" }],
  ["Verified", step("identity.verified")],
  ["Found not to be a contact, by an agent", { ...step("identity.rejected", { visitor: "v", contact: "k" }), source: "agent" }],
  ["Match or verification taken back by an agent", { ...step("identity.undone", { visitor: "v", event: "e" }), source: "agent" }],
  ["Left form order unfinished", step("form.abandoned", { form: "order" })],
  ["Consent: all denied", step("consent.changed", { analytics: "denied", identity: "denied", messaging: "denied", source: "page" })],
  ["Consent: analytics and messaging granted, identity denied, by the consent banner (TCF)", step("consent.changed", { analytics: "granted", identity: "denied", messaging: "granted", source: "tcf" })],
  ["Consent: all granted, sharing with others denied", step("consent.changed", { analytics: "granted", identity: "granted", messaging: "granted", sharing: "denied" })],
  ["Consent: all pending", step("consent.changed", { analytics: "pending", identity: "pending", messaging: "pending", state: "granted" })],
  ["Consent changed", step("consent.changed", { analytics: null })],
  ["Was offered a web chat", step("conversation.offered", { channel: "chat" })],
  ["Accepted the web chat", step("conversation.accepted", { channel: "chat" })],
  ["Declined web messaging", step("conversation.declined", { channel: "messaging" })],
  ["Opened the web chat", step("conversation.opened", { channel: "chat" })],
  ["Turned to the web chat", step("conversation.opened", { channel: "chat", method: "focus", confidence: "low" })],
  ["Pressed a phone number", step("conversation.started", { channel: "call", direction: "inbound", method: "link", confidence: "intent" })],
  ["Pressed a link to FaceTime", step("conversation.started", { channel: "call", vendor: "facetime", method: "link", confidence: "intent" })],
  ["Pressed a link to WhatsApp", step("conversation.started", { channel: "messaging", vendor: "whatsapp", method: "link", confidence: "intent" })],
  ["Pressed a link to Telegram", step("conversation.started", { channel: "messaging", vendor: "telegram", method: "attribute", confidence: "intent" })],
  ["Pressed a link to text messages", step("conversation.started", { channel: "messaging", vendor: "sms", method: "link", confidence: "intent" })],
  ["Pressed a link to a web chat", step("conversation.started", { channel: "chat", method: "attribute", confidence: "intent" })],
  ["Pressed a link to To string", step("conversation.started", { channel: "chat", vendor: "toString", confidence: "intent" })],
  ["Started web messaging", step("conversation.started", { channel: "messaging", method: "attribute" })],
  ["Saw a page with a chat: Chatra", step("widget.found", { vendor: "chatra" })],
  ["Started a web chat", step("conversation.started", { channel: "chat" })],
  ["Called the support center", step("conversation.started", { channel: "call", direction: "inbound" })],
  ["Was called by an agent", step("conversation.started", { channel: "call", direction: "outbound" })],
  ["Waiting in queue Sales", step("conversation.routed", { queue: "Sales" })],
  ["Connected to Dana", step("conversation.connected", { agent: "Dana" })],
  ["Transferred to Support", step("conversation.transferred", { queue: "Support" })],
  ["Sent a message", step("conversation.message_sent")],
  ["Received a message", step("conversation.message_received")],
  ["Ended by customer", step("conversation.ended", { by: "customer" })],
  ["Wrapped up: Sale", step("conversation.wrapped_up", { code: "Sale" })],
  ["Wrapped up without a code", step("conversation.wrapped_up")],
  ["3 events were dropped in the browser: the outbox was full", step("sdk.dropped", { reason: "full", count: 3 })],
  ["1 event of another visit was dropped in the browser: too large to send", { ...step("sdk.dropped", { reason: "too_large", count: 1, session: "w1" }), session: "w2" }],
  ["2 events were dropped in the browser: the collector refused the batch", { ...step("sdk.dropped", { reason: "refused", count: 2, session: "w2" }), session: "w2" }],
  ["Some events were dropped in the browser: for another reason", step("sdk.dropped", { reason: "toString" })],
  ["Events are kept in this page's memory only: storage is blocked", step("sdk.degraded", { reason: "SecurityError" })],
  ["Events are kept in this page's memory only: storage failed", step("sdk.degraded", { reason: {} })],
  ["Order completed", step("order_completed", { total: 5 })],
])("%s", (expected, given) => {
  expect(sentence(given)).toBe(expected);
});

test("every conversation event has a sentence, whatever little is known", () => {
  for (const state of CONVERSATION_STATES) {
    const said = sentence(step(`conversation.${state}`));
    expect(said).not.toMatch(/undefined|^Conversation /);
    expect(drawingOf(`conversation.${state}`)).not.toBe("bolt");
  }
});

test("each thing that is said of who it is has an icon, and what is taken back looks different from what is decided", () => {
  const types = ["identity.claimed", "identity.verified", "identity.rejected", "identity.undone", "form.abandoned", "form.submitted", "consent.changed"];
  expect(new Set(types.map(drawingOf)).size).toBe(types.length);
  for (const type of [...types, "identity.matched"]) expect(drawingOf(type)).not.toBe("bolt");
});

test("a widget that was found has an icon, and shows no attributes beside its sentence", () => {
  expect(drawingOf("widget.found")).toBe("window");
  expect(attributesOf(step("widget.found", { vendor: "chatra" }))).toEqual([]);
});

test("what the tracker tells of itself has an icon, and shows no attributes beside its sentence", () => {
  for (const type of ["sdk.dropped", "sdk.degraded"]) {
    expect(drawingOf(type)).toBe("warning");
    expect(attributesOf(step(type, { reason: "full", count: 3, session: "w1" }))).toEqual([]);
  }
});

test("unknown names become words, and get the default icon", () => {
  expect(["cartAbandoned", "nps.answered", "a-b_c", ""].map(humanised)).toEqual(["Cart abandoned", "Nps answered", "A b c", "Event"]);
  for (const name of ["loyalty_joined", "toString", "__proto__"]) expect(drawingOf(name)).toBe("bolt");
  expect(sentence(step("toString"))).toBe("To string");
});

test("a site's own events show their attributes, the rest only an agent's notes", () => {
  expect(attributesOf(step("order_completed", { orderTotal: 59.9, items: [1], empty: null }))).toEqual([["Order total", "59.9"], ["Items", "[1]"]]);
  expect(attributesOf(step("page.viewed", { title: "Home" }))).toEqual([]);
  expect(attributesOf(step("conversation.wrapped_up", { code: "Sale", notes: "Call back" }))).toEqual([["Notes", "Call back"]]);
});

test("no data, however odd, breaks a sentence", () => {
  expect(sentence(step("identity.claimed", { traits: null }))).toBe("Gave details");
  expect(sentence(step("search.performed", { query: { a: 1 } }))).toBe("Searched for “{\"a\":1}”");
  expect(sentence(step("search.performed", { query: "x".repeat(5_000) })).length).toBeLessThan(350);
  expect(sentence(step("session.started", {}, `https://a.example/?utm_campaign=${"x".repeat(2_000)}`)).length).toBeLessThan(350);
});

test.each<[string, string, Step["data"]]>([
  ["Matched segment “VIPs”", "segment.matched", { segment: "vip", name: "VIPs", color: "#ffcc00", of: "contact" }],
  ["Matched segment “vip”", "segment.matched", { segment: "vip" }],
  ["Achieved outcome “Sale”", "outcome.achieved", { outcome: "sale", name: "Sale" }],
  ["Achieved outcome “Sale”, worth 49.5", "outcome.achieved", { outcome: "sale", name: "Sale", value: 49.5 }],
  ["Qualified for “Help”", "action.qualified", { map: "help", name: "Help", type: "chat", version: 1 }],
  ["Qualified for “VIPs”: tagged “VIP”", "action.qualified", { map: "vip", name: "VIPs", type: "tag", tag: "VIP" }],
  ["Qualified for “Tell”: told “crm”", "action.qualified", { map: "tell", name: "Tell", type: "webhook", webhook: "crm" }],
  ["Held back “Help”", "action.blocked", { map: "help", name: "Help" }],
  ["Held back “help”: beyond words", "action.blocked", { map: "help", reason: "beyond_words" }],
  ["Was offered a web chat by “help”", "conversation.offered", { channel: "chat", offer: "o", map: "help" }],
  ["Was shown something to read", "content.offered", { offer: "o" }],
  ["3 agents free for Sales", "queue.changed", { queue: "Sales", agents: 3 }],
  ["1 agent free", "queue.changed", { agents: 1 }],
  ["No agents free for Sales", "queue.changed", { queue: "Sales", agents: 0 }],
])("of rules: %s", (said, type, data) => {
  expect(sentence(step(type, data))).toBe(said);
  expect(drawingOf(type)).not.toBe("bolt");
});

test("every reason not to act, and all that becomes of content, has words", () => {
  const said = BLOCKED_REASONS.map((reason) => sentence(step("action.blocked", { map: "m", reason })));
  expect(new Set(said).size).toBe(BLOCKED_REASONS.length);
  for (const each of said) expect(each).toMatch(/^Held back “m”: [a-z ]+$/);
  const states = ["offered", "accepted", "declined", "ignored", "expired", "failed"].map((state) => `content.${state}`);
  expect(new Set(states.map((type) => sentence(step(type, { offer: "o" })))).size).toBe(states.length);
  for (const type of states) expect(drawingOf(type)).not.toBe("bolt");
});
