/**
 * Any system that can sign by Standard Webhooks: the events are in our own words.
 *
 * Facts from the specification, github.com/standard-webhooks/standard-webhooks spec/standard-webhooks.md, and its published
 * vector. The body is `{ "type": "conversation.routed", "at": …, "data": { "conversation": … } }`, or a list of such. Of
 * `data` the fields of a conversation are taken and nothing else, so that a sender who adds the message leaves it at home.
 * Without `at` a thing happened when it was signed.
 */
import { randomBytes } from "node:crypto";
import { conversationState, type ConversationData } from "../../protocol/event";
import type { Connector } from "./connector";
import { at, parseJson, text, time } from "./fields";
import { header, hmac, isFresh, isSame } from "./signature";

const PREFIX = "whsec_";
const SECRET_BYTES = 32;
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
/** So many may stand side by side while secrets are changed; more are an attempt to keep us busy. */
const SIGNATURES = 20;
const FACTS = ["conversation", "ref", "channel", "direction", "vendor", "queue", "agent", "by", "code", "customer", "notes", "offer"] as const satisfies (keyof ConversationData)[];

const keyOf = (secret: string) => Buffer.from(secret.slice(PREFIX.length), "base64");

export const standard: Connector = {
  vendor: "standard",
  createSecret: () => PREFIX + randomBytes(SECRET_BYTES).toString("base64"),

  refuseSecret(secret) {
    const { length } = keyOf(secret);
    const isSound = secret.startsWith(PREFIX) && keyOf(secret).toString("base64") === secret.slice(PREFIX.length) && length >= LEAST_BYTES && length <= MOST_BYTES;
    return isSound ? undefined : `Give a secret as ${PREFIX} and the base64 of ${LEAST_BYTES} to ${MOST_BYTES} random bytes, or none, and one is made.`;
  },

  verify({ headers, body, secret, received }) {
    const [id, signedAt, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => header(headers, name));
    if (!id || !signedAt || !signatures) return "missing_signature";
    const expected = hmac({ algorithm: "sha256", key: keyOf(secret), parts: [`${id}.${signedAt}.`, body], encoding: "base64" });
    const isSigned = signatures.split(" ", SIGNATURES).filter((signature) => isSame(signature, `v1,${expected}`)).length > 0;
    if (!isSigned) return "wrong_signature";
    return isFresh(time(signedAt), received) ? undefined : "stale_timestamp";
  },

  read({ body }) {
    const told = parseJson(body);
    return Array.isArray(told) ? told : [told];
  },

  tell(payload, { delivery: { headers }, index }) {
    const state = conversationState(text(at(payload, "type")) ?? "");
    if (!state || at(payload, "type") !== `conversation.${state}`) return undefined;
    const given = Object.fromEntries(FACTS.map((fact) => [fact, at(payload, "data", fact)]));
    return {
      key: `${header(headers, "webhook-id")} ${index}`,
      at: time(at(payload, "at")) ?? time(header(headers, "webhook-timestamp")),
      // The door checks the shape of what servers say, and says what is wrong with it.
      about: given as Partial<ConversationData> & { conversation: string },
      means: [{ state }],
    };
  },
};
