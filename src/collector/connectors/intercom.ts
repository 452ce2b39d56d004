/**
 * Intercom's webhooks.
 *
 * Facts from developers.intercom.com/docs/references/2.16/webhooks/webhook-models (topics) and
 * developers.intercom.com/docs/webhooks/setting-up-webhooks; payloads from real notifications that others published:
 * github.com/DarraghB1992/intercom-sfdc-case-creator conversation_closed_example.py and pastebin.com/0NqBvYkn (an assignment).
 * Older versions of the API name `assignee` and `user`, newer ones `admin_assignee_id`, `team_assignee_id` and `source.author`.
 *
 * HMAC-SHA1 over the body alone, with the app's client secret: no time is signed, so what is played again later is only
 * known by its id. A closed conversation is finished: there is no after-call work, and no code. Cannot know: that a closed
 * conversation is opened again, which stays ended here. E-mails are no conversation here.
 */
import type { Connector, Meaning, Names } from "./connector";
import { at, customerOf, last, look, nameOf, parseJson, text, time } from "./fields";
import { header, hmac, isSame } from "./signature";

interface Event {
  item: unknown;
  /** The newest thing in the conversation: what the notification is of. */
  part: unknown;
  names: Names;
}

const isBot = ({ part }: Event) => at(part, "author", "type") === "bot";
const called = ({ names }: Event, who: unknown) => text(at(who, "name")) ?? nameOf(names, text(at(who, "id")));

/** Who or what has it now. Zero is nobody. */
function assigned(event: Event): Meaning[] {
  const { item, part, names } = event;
  const to = at(part, "assigned_to") ?? at(item, "assignee");
  if (at(to, "type") === "team") return [{ state: "routed", queue: called(event, to) }];
  if (at(to, "type") === "admin") return [{ state: "connected", agent: called(event, to) }];
  const [team, admin] = ["team_assignee_id", "admin_assignee_id"].map((field) => text(at(item, field))).map((id) => (id === "0" ? undefined : id));
  return [...(team ? [{ state: "routed" as const, queue: nameOf(names, team) }] : []), ...(admin ? [{ state: "connected" as const, agent: nameOf(names, admin) }] : [])];
}

/** `topic` to what it means. */
const MEANS: { [topic: string]: (event: Event) => Meaning[] } = {
  "conversation.user.created": () => [{ state: "started" }],
  "conversation.user.replied": () => [{ state: "message_sent" }],
  "conversation.admin.assigned": assigned,
  "conversation.admin.open.assigned": assigned,
  "conversation.admin.replied": (event) => [
    // Whoever answers what nobody was given has taken it.
    ...(isBot(event) || assigned({ ...event, part: undefined }).some(({ state }) => state === "connected") ? [] : [{ state: "connected" as const, agent: called(event, at(event.part, "author")) }]),
    { state: "message_received" },
  ],
  "conversation.admin.closed": (event) => [{ state: "ended", by: isBot(event) ? "system" : "agent" }, { state: "wrapped_up", ...(!isBot(event) && { agent: called(event, at(event.part, "author")) }) }],
};

export const intercom: Connector = {
  vendor: "intercom",

  verify({ headers, body, secret }) {
    const given = header(headers, "x-hub-signature");
    if (given === undefined) return "missing_signature";
    return isSame(given, `sha1=${hmac({ algorithm: "sha1", key: secret, parts: [body], encoding: "hex" })}`) ? undefined : "wrong_signature";
  },

  read: ({ body }) => [parseJson(body)],

  tell(payload, { names }) {
    const topic = text(at(payload, "topic"));
    const row = look(MEANS, topic);
    const item = at(payload, "data", "item");
    const [id, conversation, kind] = [text(at(payload, "id")), text(at(item, "id")), text(at(item, "source", "type"))];
    if (id === undefined || conversation === undefined || kind === "email" || !row) return undefined;

    const part = last(at(item, "conversation_parts", "conversation_parts"));
    const isCall = kind === "phone_call" || kind === "phone_switch";
    const user = at(item, "user") ?? at(item, "source", "author");
    const isCustomer = /^(user|lead|contact)$/.test(text(at(user, "type")) ?? "");
    // A lead's is one that Intercom made up.
    const externalId = at(user, "type") === "lead" ? undefined : at(user, "user_id") ?? at(last(at(item, "contacts", "contacts")), "external_id");
    return {
      key: id,
      at: (topic === "conversation.user.created" ? time(at(item, "created_at")) : time(at(part, "created_at"))) ?? time(at(payload, "created_at")),
      about: {
        conversation,
        ...(isCall ? { channel: "call", direction: "inbound" } : { channel: "messaging" }),
        customer: isCustomer ? customerOf({ email: at(user, "email"), phone: at(user, "phone"), displayName: at(user, "name"), externalId }) : undefined,
      },
      means: row({ item, part, names }),
    };
  },
};
