/** What every event passes between the door and the log: a list of named steps, each of which hands it on or names a reason. */
import { conversationState, linkOf, type ConversationState, type Data, type Source, type WireEvent } from "../../protocol/event";
import { isNote } from "../../protocol/note";
import { EVENT_BYTES, URL_CHARS } from "../../protocol/limits";
import { parseData, type Refusal } from "../../protocol/parse";
import { clean } from "./clean";
import { DECISIONS } from "../contacts/identity";
import { blockedShape, contactNoteShape, conversationNoteShape, conversationShape, decisionShape, eventShape, linkShape, queueShape, undoneShape } from "./schema";

/** A word that the sender gets back and that the metrics count; there are few of them. */
export type Reason = string;

export interface Context {
  source: Source;
  agent?: string;
  /** The collector's clock. */
  received: number;
  /** By how many milliseconds the sender's is behind it. */
  offMs: number;
}

type Step = (event: WireEvent, context: Context) => WireEvent | Reason;

/** What only the collector, the contact centre or an agent can know. */
const NOT_FOR_PAGES = /^(conversation\.(wrapped_up|linked|unlinked|noted)|contact\.noted|identity\.(matched|verified|rejected|undone|resolved)|(segment|outcome|queue)\..*|action\.(?!blocked$).*)$/;

/** In this order; the first that names a reason ends the event's way. */
export const STEPS = Object.entries({ shape, size, allow, data, conversation, note, identity, rules, time }) satisfies [string, Step][];

/** The only step that cannot rely on the type: it makes it true, and copies nothing that the protocol does not know. */
function shape(event: WireEvent): WireEvent | Reason {
  if (!eventShape.Check(event)) return `wrong_${eventShape.Errors(event).First()?.path.split("/")[1] || "event"}`;
  const { id, type, at, session, seq, url, data: given } = event;
  if ([id, type, session ?? ""].some((text) => clean(text) !== text)) return "unclean_text";
  return {
    id,
    type,
    at,
    ...(session !== undefined && { session }),
    ...(seq !== undefined && { seq }),
    ...(url !== undefined && { url: clean(url.slice(0, URL_CHARS)) }),
    ...(given !== undefined && { data: given }),
  };
}

function size(event: WireEvent): WireEvent | Reason {
  return Buffer.byteLength(JSON.stringify(event)) > EVENT_BYTES ? "too_large" : event;
}

function allow(event: WireEvent, { source }: Context): WireEvent | Reason {
  if (source === "page" && NOT_FOR_PAGES.test(event.type)) return "not_for_pages";
  if (source === "agent" && !event.type.startsWith("conversation.") && !isNote(event.type) && !DECISIONS.includes(event.type)) return "not_for_agents";
  return event;
}

function data(event: WireEvent): WireEvent | Reason {
  const refused: Refusal[] = [];
  const parsed = parseData(event.data, { text: clean, refuse: (reason) => refused.push(reason) });
  return refused[0] ?? { ...event, data: parsed };
}

/** Conversation events decide what a card shows, so theirs is the one data whose shape is held to. */
function conversation(event: WireEvent, { source, agent }: Context): WireEvent | Reason {
  if (!event.type.startsWith("conversation.") || isNote(event.type)) return event;
  const link = linkOf(event.type);
  if (event.type === `conversation.${link}`) return linked(event, agent);
  const state = conversationState(event.type);
  if (!state || event.type !== `conversation.${state}`) return "unknown_state";
  const told = agent === undefined ? event.data : signed(event.data ?? {}, state, agent);
  if (!conversationShape.Check(told)) return `wrong_${conversationShape.Errors(told).First()?.path.split("/")[1] || "data"}`;
  if (source === "server") return { ...event, data: told };
  // Who somebody is, pages and agents say in other ways.
  const { customer: _customer, ...rest } = told;
  return { ...event, data: rest };
}

/** A note says of what it is, and an agent writes in their own name. */
function note(event: WireEvent, { source, agent }: Context): WireEvent | Reason {
  if (!isNote(event.type)) return event;
  const shape = event.type === "contact.noted" ? contactNoteShape : conversationNoteShape;
  const { agent: claimed, ...told } = event.data ?? {};
  const author = source === "agent" ? agent : claimed;
  const said = { ...told, ...(author !== undefined && { agent: author }) };
  return shape.Check(said) ? { ...event, data: said } : `wrong_${shape.Errors(said).First()?.path.split("/")[1] || "data"}`;
}

/** A link without anything to link with would look as if it had done something. */
function linked(event: WireEvent, agent: string | undefined): WireEvent | Reason {
  const { agent: _claimed, ...data } = event.data ?? {};
  const told = { ...data, ...(agent !== undefined && { agent }) };
  if (!linkShape.Check(told)) return `wrong_${linkShape.Errors(told).First()?.path.split("/")[1] || "data"}`;
  const needed = event.type === "conversation.linked" ? [told.with, told.visitor, told.session, told.sessionCode] : [told.event];
  return needed.some((one) => one !== undefined) ? { ...event, data: told } : "nothing_to_link";
}

/** Decisions of who a visitor is name cards, so the shape of their data is held to as well; an agent decides in their own name. */
function identity(event: WireEvent, { source, agent }: Context): WireEvent | Reason {
  if (!DECISIONS.includes(event.type)) return event;
  const shape = event.type === "identity.undone" ? undoneShape : decisionShape;
  const { by: _by, ...told } = event.data ?? {};
  const decided = source === "agent" ? { ...told, ...(agent !== undefined && { agent }), ...(event.type !== "identity.undone" && { by: "agent" }) } : event.data ?? {};
  return shape.Check(decided) ? { ...event, data: decided } : `wrong_${shape.Errors(decided).First()?.path.split("/")[1] || "data"}`;
}

/** What moves offers is held to its shape: how many agents are free, and why a page could not show one. */
function rules(event: WireEvent, { source }: Context): WireEvent | Reason {
  const shape = event.type === "queue.changed" ? queueShape : event.type === "action.blocked" && source === "page" ? blockedShape : undefined;
  const data = event.data ?? {};
  return !shape || shape.Check(data) ? event : `wrong_${shape.Errors(data).First()?.path.split("/")[1] || "data"}`;
}

/**
 * An agent speaks in their own name only. Whoever is routed to or transferred to is somebody else: who takes it out of a queue
 * only they can say; a colleague who is to have it is named in place of a queue.
 */
function signed({ agent: named, ...told }: Data, state: ConversationState, agent: string): Data {
  if (state === "transferred" && told.queue === undefined && named !== undefined) return { ...told, agent: named };
  return state === "routed" || state === "transferred" ? told : { ...told, agent };
}

/** Corrects by how far the sender's clock is off. What the future or the years before 1970 would tell happened now. */
function time(event: WireEvent, { received, offMs }: Context): WireEvent {
  const at = Math.round(event.at + offMs);
  return { ...event, at: at > 0 && at < received ? at : received };
}
