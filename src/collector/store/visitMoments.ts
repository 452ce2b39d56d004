/** What happened in a visit, and in a conversation, as rules see it. */
import type { Conversation } from "../../protocol/conversation";
import type { Data } from "../../protocol/event";
import type { Fields, Moment } from "../rules/moment";

export interface Happened {
  id: string;
  type: string;
  at: number;
  session: string;
  url: string | null;
  data: Data;
}

const SECOND_MS = 1_000;

export function momentOf({ id, type, at, session, url, data }: Happened): Moment {
  const own = Object.entries(data).flatMap(([name, value]): [string, string | number | boolean][] =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[`data.${name}`, value]] : []);
  const title = typeof data.title === "string" ? { title: data.title } : {};
  return { id, type, at, session, fields: { ...pageOf(url), ...title, ...Object.fromEntries(own) } };
}

function pageOf(url: string | null): Fields {
  if (url === null || !URL.canParse(url)) return {};
  const { hostname, pathname, search, hash } = new URL(url);
  return { url, host: hostname, path: pathname, query: search, fragment: hash };
}

/** Each with all that is known of the conversation now. One that was only on offer has none. */
export function momentsOf(conversation: Conversation): Moment[] {
  const { id, session, status, facts, startedAt, connectedAt, endedAt, endedBy, wrappedAt, waitedMs, talkedMs } = conversation;
  if (status === "pending" || status === "linked") return [];
  const { channel, direction, vendor, code, queues, agents } = conversation;
  const fields: Fields = {
    channel, direction, vendor, code, by: endedBy, queue: queues.at(-1), agent: agents.at(-1), waitedSeconds: waitedMs / SECOND_MS, talkedSeconds: talkedMs / SECOND_MS,
    abandoned: endedBy === "customer" && connectedAt === undefined,
  };
  const first = (state: "routed" | "transferred") => facts.find((fact) => fact.state === state && fact.source !== "page")?.at;
  const times = { started: startedAt, routed: first("routed"), connected: connectedAt, transferred: first("transferred"), ended: endedAt, wrapped_up: wrappedAt };
  return Object.entries(times).flatMap(([state, at]): Moment[] =>
    at === undefined ? [] : [{ id: `${id} ${state}`, type: `conversation.${state}`, at, conversation: id, ...(session !== undefined && { session }), fields }]);
}
