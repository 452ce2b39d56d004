/** Signs what a webhook is sent, so that its receiver knows who sent it and when: Standard Webhooks, version 1. */
import { createHash, createHmac, randomBytes } from "node:crypto";
import type { WebhookSecret } from "../store/webhookStore";

const SECRET_BYTES = 32;
const PREFIX = "whsec_";
/** After a rotation the old secret signs as well for this long, until the receiver has the new one. */
export const ROTATION_MS = 86_400_000;
/** Most secrets that sign at once: whoever rotates more often has lost the oldest. */
const SECRETS = 5;
/** 162 bits of a hash: no two events of a webhook share an id. */
const MESSAGE_CHARS = 27;

export interface Signed {
  "webhook-id": string;
  /** Seconds since 1970. */
  "webhook-timestamp": string;
  /** `v1,` and the signature in base64, one for each secret, with blanks between them. */
  "webhook-signature": string;
}

export interface Signing {
  id: string;
  /** Of the attempt, milliseconds since 1970. */
  now: number;
  body: string;
  secrets: WebhookSecret[];
}

export function createSecret(): WebhookSecret {
  return { secret: PREFIX + randomBytes(SECRET_BYTES).toString("base64") };
}

/** @returns the new secret first, and those that are good for a while yet */
export function rotate(secrets: WebhookSecret[], now: number): WebhookSecret[] {
  const old = secrets.filter((one) => isGood(one, now)).map(({ secret, until = now + ROTATION_MS }) => ({ secret, until }));
  return [createSecret(), ...old].slice(0, SECRETS);
}

/** The same for every attempt, also after a replay, and another for every webhook: receivers know copies by it. */
export function messageId(webhook: string, event: string): string {
  return `msg_${createHash("sha256").update(JSON.stringify([webhook, event])).digest("base64url").slice(0, MESSAGE_CHARS)}`;
}

/** @returns the headers */
export function sign({ id, now, body, secrets }: Signing): Signed {
  const timestamp = String(Math.floor(now / 1_000));
  const signatures = secrets.filter((one) => isGood(one, now)).map(({ secret }) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

const isGood = ({ until }: WebhookSecret, now: number) => until === undefined || until > now;
