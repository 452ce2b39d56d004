/**
 * Zendesk's webhooks that subscribe to ticket events.
 *
 * Facts from developer.zendesk.com/api-reference/webhooks/event-types/ticket-events (types, fields) and
 * developer.zendesk.com/documentation/webhooks/verifying (the signature: time, then body; an older version of that page had
 * them the other way round), and for channels and the case of statuses from github.com/skwashd's receiver of these events.
 *
 * A solved ticket is finished: there is no after-call work, and no code. Only tickets that came as a chat, a message or a
 * call are conversations. Cannot know: names of agents and groups (the connector's `names` may), who the customer is beyond
 * Zendesk's own id, the id that the page's messenger has of the conversation, that a solved ticket is opened again.
 */
import type { Connector, Meaning } from "./connector";
import { at, look, nameOf, parseJson, text, time } from "./fields";
import { header, hmac, isFresh, isSame } from "./signature";

const TYPE = "zen:event-type:";

interface Event {
  payload: unknown;
  /** What a changed field is now, and was; zero and nothing are nobody. */
  now: string | undefined;
  before: string | undefined;
  named: (id: string | undefined) => string | undefined;
}

const somebody = (id: unknown) => (text(id) === "0" ? undefined : text(id));

/** The type's end to what it means. */
const MEANS: { [type: string]: (event: Event) => Meaning[] } = {
  "ticket.created": ({ payload, named }) => {
    const [group, assignee] = [somebody(at(payload, "detail", "group_id")), somebody(at(payload, "detail", "assignee_id"))];
    return [{ state: "started" }, ...(group ? [{ state: "routed" as const, queue: named(group) }] : []), ...(assignee ? [{ state: "connected" as const, agent: named(assignee) }] : [])];
  },
  "ticket.group_assignment_changed": ({ now, named }) => (now ? [{ state: "routed", queue: named(now) }] : []),
  "ticket.agent_assignment_changed": ({ now, before, named }) => (now ? [{ state: before ? "transferred" : "connected", agent: named(now) }] : []),
  "ticket.comment_added": ({ payload }) => {
    if (at(payload, "event", "comment", "is_public") === false) return [];
    return [{ state: at(payload, "event", "comment", "author", "is_staff") === true ? "message_received" : "message_sent" }];
  },
  "ticket.status_changed": ({ payload, now, named }) =>
    /^(solved|closed)$/i.test(now ?? "") ? [{ state: "ended", by: "agent" }, { state: "wrapped_up", agent: named(somebody(at(payload, "detail", "assignee_id"))) }] : [],
};

const CALL = /^(api_)?phone_call_(inbound|outbound)$/;
const MESSAGING = /^(native_messaging|messaging|omnichannel|sunshine_conversations_\w+|whatsapp|sms|twilio_sms|messagebird_sms|text_message|facebook_message|instagram_dm|twitter_dm|telegram|line|wechat|viber|kakaotalk|apple_business_chat|google_business_messages|google_rcs|business_messaging_slack_connect|mobile_sdk)$/;

export const zendesk: Connector = {
  vendor: "zendesk",

  verify({ headers, body, secret, received }) {
    const [signature, signedAt] = [header(headers, "x-zendesk-webhook-signature"), header(headers, "x-zendesk-webhook-signature-timestamp")];
    if (!signature || !signedAt) return "missing_signature";
    if (!isSame(signature, hmac({ algorithm: "sha256", key: secret, parts: [signedAt, body], encoding: "base64" }))) return "wrong_signature";
    return isFresh(time(signedAt), received) ? undefined : "stale_timestamp";
  },

  read: ({ body }) => [parseJson(body)],

  tell(payload, { names }) {
    const type = (text(at(payload, "type")) ?? "").replace(TYPE, "");
    const row = look(MEANS, type);
    const [id, conversation] = [text(at(payload, "id")), text(at(payload, "detail", "id"))];
    const via = text(at(payload, "detail", "via", "channel")) ?? "";
    const call = CALL.exec(via);
    const channel = call ? "call" : via === "chat" ? "chat" : MESSAGING.test(via) ? "messaging" : undefined;
    if (id === undefined || conversation === undefined || channel === undefined || !row) return undefined;
    return {
      key: id,
      at: time(at(payload, "time")),
      about: { conversation, channel, direction: call ? (call[2] as "inbound" | "outbound") : undefined },
      means: row({
        payload,
        now: somebody(at(payload, "event", "current")),
        before: somebody(at(payload, "event", "previous")),
        named: (who) => nameOf(names, who),
      }),
    };
  },
};
