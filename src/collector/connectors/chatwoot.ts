/**
 * Chatwoot's webhooks.
 *
 * Facts from github.com/chatwoot/chatwoot app/listeners/webhook_listener.rb (events, `changed_attributes`) and
 * app/presenters/conversations/event_data_presenter.rb, github.com/chatwoot/docs docs/product/others/webhook-events.md (sample
 * payloads), and for the signature, HMAC-SHA256 over time, a dot and the body, from third parties' code that agrees on it.
 * Versions of Chatwoot before it signed cannot be connected. Its id of a delivery is not signed, so what tells deliveries
 * apart is the body.
 *
 * A resolved conversation is finished: there is no after-call work, and no code. Cannot know: who resolved it, a rule or
 * the agent, and that a customer writes on in a resolved one, which stays ended here. E-mail is no conversation here.
 */
import { createHash } from "node:crypto";
import type { Connector, Meaning } from "./connector";
import { at, customerOf, look, parseJson, text, time } from "./fields";
import { header, hmac, isFresh, isSame } from "./signature";

interface Change {
  before: string | undefined;
  now: string | undefined;
}

interface Event {
  payload: unknown;
  assignee: string | undefined;
  team: string | undefined;
  /** What became of an attribute; nothing when it stayed. */
  changed: (attribute: string) => Change | undefined;
}

const routed = ({ team }: Event): Meaning => ({ state: "routed", queue: team });
const connected = ({ assignee }: Event): Meaning => ({ state: "connected", agent: assignee });

/** `event` to what it means. */
const MEANS: { [event: string]: (event: Event) => Meaning[] } = {
  conversation_created: (event) => [{ state: "started" }, ...(event.team ? [routed(event)] : []), ...(event.assignee ? [connected(event)] : [])],
  conversation_status_changed: (event) => {
    if (at(event.payload, "status") === "resolved") return [{ state: "ended", by: "agent" }, { state: "wrapped_up", agent: event.assignee }];
    // A bot has handed it to people.
    const change = event.changed("status");
    return change?.before === "pending" && change.now === "open" ? [routed(event)] : [];
  },
  conversation_updated: (event) => {
    const [agent, team] = [event.changed("assignee_id"), event.changed("team_id")];
    return [
      ...(team?.now !== undefined ? [routed(event)] : []),
      ...(agent?.now !== undefined ? [agent.before === undefined ? connected(event) : { state: "transferred" as const, agent: event.assignee }] : []),
    ];
  },
  message_created: (event) => {
    const { payload, assignee } = event;
    if (at(payload, "private") === true) return [];
    if (at(payload, "message_type") === "incoming") return [{ state: "message_sent" }];
    if (at(payload, "message_type") !== "outgoing") return [];
    // Whoever answers what nobody was given has taken it; bots have another type.
    const isTaken = assignee === undefined && at(payload, "sender", "type") === "user";
    return [...(isTaken ? [{ state: "connected" as const, agent: text(at(payload, "sender", "name")) }] : []), { state: "message_received" }];
  },
};

export const chatwoot: Connector = {
  vendor: "chatwoot",

  verify({ headers, body, secret, received }) {
    const [signature, signedAt] = [header(headers, "x-chatwoot-signature"), header(headers, "x-chatwoot-timestamp")];
    if (!signature || !signedAt) return "missing_signature";
    if (!isSame(signature, `sha256=${hmac({ algorithm: "sha256", key: secret, parts: [`${signedAt}.`, body], encoding: "hex" })}`)) return "wrong_signature";
    return isFresh(time(signedAt), received) ? undefined : "stale_timestamp";
  },

  read: ({ body }) => [parseJson(body)],

  tell(payload, { delivery: { headers, body } }) {
    const event = text(at(payload, "event"));
    const row = look(MEANS, event);
    const isMessage = event === "message_created";
    const talk = isMessage ? at(payload, "conversation") : payload;
    const conversation = text(at(talk, "id")) ?? text(at(talk, "display_id"));
    const inbox = text(at(talk, "channel")) ?? "Channel::WebWidget";
    if (conversation === undefined || inbox === "Channel::Email" || !row) return undefined;

    const changes = at(payload, "changed_attributes");
    const means = row({
      payload,
      assignee: text(at(talk, "meta", "assignee", "name")),
      team: text(at(talk, "meta", "team", "name")),
      changed(attribute) {
        const change: unknown = Array.isArray(changes) ? changes.map((one) => at(one, attribute)).find((one) => one !== undefined) : undefined;
        return change === undefined ? undefined : { before: text(at(change, "previous_value")), now: text(at(change, "current_value")) };
      },
    });
    const sender = at(talk, "meta", "sender");
    // Of a conversation `timestamp` is when it began, or when anything was last written in it.
    const when = isMessage || event === "conversation_created" ? time(at(payload, "created_at")) ?? time(at(payload, "timestamp")) : time(at(payload, "updated_at"));
    return {
      key: createHash("sha256").update(body).digest("hex"),
      at: when ?? time(header(headers, "x-chatwoot-timestamp")),
      about: {
        conversation,
        channel: inbox === "Channel::WebWidget" ? "chat" : "messaging",
        customer: customerOf({ email: at(sender, "email"), phone: at(sender, "phone_number"), displayName: at(sender, "name"), externalId: at(sender, "identifier") }),
      },
      means,
    };
  },
};
