/** A contact centre as a collector sees it: it is set up with the secret key, signs as its vendor documents, and posts. */
import { createHash, createHmac } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import { Webhook } from "standardwebhooks";
import twilio from "twilio";
import type { ConversationCard } from "../../../src/protocol/card";
import type { Collector } from "../openCollector";

export type Vendor = "twilio" | "genesys" | "connect" | "chatwoot" | "intercom" | "zendesk" | "standard";
/** What a test gives where the vendor makes the secret. */
export const SECRET = "a secret of the vendor's";

export interface Signed {
  body: string;
  headers: { [name: string]: string };
  /** Path and query. */
  url: string;
}

export interface Centre {
  id: string;
  address: string;
  secret: string;
  /** A payload as the vendor sends it; a form where `form` is given. */
  sign(payload: object, more?: { id?: string; at?: number; secret?: string }): Signed;
  send(signed: Signed, headers?: { [name: string]: string }): Promise<LightMyRequestResponse>;
  /** Signs and sends, one after the other; fails where one is not taken. */
  tell(...payloads: object[]): Promise<void>;
}

const OWN = "http://localhost:8787";
const base = (algorithm: string, key: string, text: string, encoding: "hex" | "base64") => createHmac(algorithm, key).update(text).digest(encoding);
let messages = 0;

interface Request {
  body: string;
  url: string;
  secret: string;
  at: number;
  id: string;
}

const HEADERS: { [vendor in Exclude<Vendor, "twilio">]: (request: Request) => { [name: string]: string } } = {
  genesys: ({ secret }) => ({ "x-parley-secret": secret }),
  connect: ({ secret }) => ({ "x-parley-secret": secret }),
  chatwoot: ({ body, secret, at }) => ({ "x-chatwoot-timestamp": String(Math.floor(at / 1_000)), "x-chatwoot-signature": `sha256=${base("sha256", secret, `${Math.floor(at / 1_000)}.${body}`, "hex")}` }),
  intercom: ({ body, secret }) => ({ "x-hub-signature": `sha1=${base("sha1", secret, body, "hex")}` }),
  zendesk({ body, secret, at }) {
    const time = new Date(at).toISOString().replace(/\.\d+/, "");
    return { "x-zendesk-webhook-signature-timestamp": time, "x-zendesk-webhook-signature": base("sha256", secret, time + body, "base64") };
  },
  standard: ({ body, secret, at, id }) => ({ "webhook-id": id, "webhook-timestamp": String(Math.floor(at / 1_000)), "webhook-signature": new Webhook(secret).sign(id, new Date(at), body) }),
};

function signFor(vendor: Vendor, payload: object, request: Omit<Request, "body">): Signed {
  if (vendor !== "twilio") {
    const body = JSON.stringify(payload);
    return { body, url: request.url, headers: { "content-type": "application/json", ...HEADERS[vendor]({ ...request, body }) } };
  }
  if (Array.isArray(payload)) {
    const body = JSON.stringify(payload);
    const url = `${request.url}?bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
    return { body, url, headers: { "content-type": "application/json", "x-twilio-signature": twilio.getExpectedTwilioSignature(request.secret, OWN + url, {}) } };
  }
  const body = new URLSearchParams(payload as { [field: string]: string }).toString();
  return { body, url: request.url, headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": twilio.getExpectedTwilioSignature(request.secret, OWN + request.url, payload) } };
}

const isOurs = (vendor: Vendor) => vendor === "genesys" || vendor === "connect" || vendor === "standard";

/** @param secretKey the site's, where it is not the collector's first */
export async function setUp(collector: Collector, { vendor, names = {}, secretKey = collector.secret }: { vendor: Vendor; names?: object; secretKey?: string }): Promise<Centre> {
  const payload = { vendor, names, ...(!isOurs(vendor) && { secret: SECRET }) };
  const made = (await collector.server.inject({ method: "POST", url: "/v1/connectors", payload, headers: { authorization: `Bearer ${secretKey}` } })).json();
  const { id, address } = made;
  const own = made.secret ?? SECRET;
  const sign: Centre["sign"] = (told, { id: message = `msg_${++messages}`, at = collector.clock.now, secret = own } = {}) => signFor(vendor, told, { id: message, at, secret, url: `/v1/connectors/${id}` });
  const send: Centre["send"] = ({ body, headers, url }, more = {}) => collector.server.inject({ method: "POST", url, payload: body, headers: { ...headers, ...more } });
  return {
    id, address, secret: own, sign, send,
    async tell(...payloads) {
      for (const told of payloads) {
        const answer = await send(sign(told));
        if (answer.statusCode !== 204) throw new Error(`${answer.statusCode} ${answer.payload}`);
      }
    },
  };
}

/** The card of a conversation; fails where there is none. */
export async function cardOf(collector: Collector, id: string): Promise<ConversationCard> {
  const { cards } = await collector.store.cards({ site: collector.site.id, limit: 100 });
  const card = cards.find((one) => one.kind === "conversation" && one.id === id);
  if (card?.kind !== "conversation") throw new Error(`There is no card ${id} among ${cards.map((one) => one.id).join(", ")}.`);
  return card;
}

/** What of a card comes from its conversation. */
export async function storyOf(collector: Collector, id: string) {
  const { status, channel, direction, vendor, queues, agents, startedAt, connectedAt, endedAt, endedBy, code } = await cardOf(collector, id);
  const clock = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().slice(11, 23));
  return { status, channel, direction, vendor, queues, agents, started: clock(startedAt), connected: clock(connectedAt), ended: clock(endedAt), endedBy, code };
}

/** What was kept of conversations, as it went into the log, newest last; who they are with goes another way. */
export async function logOf(collector: Collector): Promise<{ type: string; at: number; data: { [fact: string]: unknown } }[]> {
  return (await collector.events()).filter(({ type }) => !type.startsWith("identity.")).map(({ type, at, data }) => ({ type: type.replace("conversation.", ""), at, data: JSON.parse(data) as { [fact: string]: unknown } }));
}
