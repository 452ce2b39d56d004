/** Reads what a server asks for when it creates or changes a webhook. */
import type { WebhookChange } from "../store/webhookStore";
import { isPattern } from "./fits";
import type { Guard, Problem } from "./guard";

/** Most types and patterns of one webhook. */
const TYPES = 50;
/** As long as an event's. */
const TYPE_CHARS = 128;

export interface WebhookRequest extends Required<Pick<WebhookChange, "types" | "personal">> {
  url: string;
}

type Body = { [key: string]: unknown };

/** @param body `{ url, types, personal? }` */
export function parseWebhook(body: unknown, guard: Pick<Guard, "read">): WebhookRequest | Problem {
  const { url, types, personal = false, ...others } = toObject(body);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) return { problem: `"${unknown}" is nothing that a webhook has. It has url, types and personal.` };
  if (typeof url !== "string") return { problem: 'Say where to: {"url": "https://…", "types": ["conversation.*"]}.' };
  const read = guard.read(url);
  if ("problem" in read) return read;
  const list = readTypes(types);
  if ("problem" in list) return list;
  if (typeof personal !== "boolean") return { problem: '"personal" is true or false.' };
  return { url: read.url.href, types: list.types, personal };
}

/** @param body any of `{ types, personal, active }` */
export function parseChange(body: unknown): WebhookChange | Problem {
  const { types, personal, active, ...others } = toObject(body);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) return { problem: `"${unknown}" cannot be changed. What can be are types, personal and active.` };
  const list: { types?: string[] } | Problem = types === undefined ? {} : readTypes(types);
  if ("problem" in list) return list;
  if (![personal, active].every((one) => one === undefined || typeof one === "boolean")) return { problem: '"personal" and "active" are true or false.' };
  return { ...list, ...(typeof personal === "boolean" && { personal }), ...(typeof active === "boolean" && { active }) };
}

function readTypes(types: unknown): { types: string[] } | Problem {
  const isList = Array.isArray(types) && types.length > 0 && types.length <= TYPES;
  const isSound = isList && types.every((type) => typeof type === "string" && type.length <= TYPE_CHARS && isPattern(type));
  if (isSound) return { types: [...new Set(types as string[])] };
  return { problem: `Say of what: "types" is a list of 1 to ${TYPES} types, such as "conversation.ended", "conversation.*" for all of a kind, or "*" for everything.` };
}

function toObject(body: unknown): Body {
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Body) : {};
}
