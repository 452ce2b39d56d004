/**
 * Amazon Connect: its contact events, as Amazon EventBridge delivers them through an API destination with the secret in a header.
 *
 * Facts from docs.aws.amazon.com/connect/latest/adminguide/contact-events.html (events, fields, samples; some samples begin
 * keys with a capital, so both are read; a time in the first moments of 1970 is none) and, for reasons of ends in calls and
 * chats, contact records: docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html#ctr-disconnect-reason.
 *
 * Each transfer makes a contact of its own, and the one before ends when its agent leaves: so each is a conversation of its
 * own here as well, and the first of them has the id that the page's chat knows. Cannot know: names of queues and agents
 * (there are only ARNs; the connector's `names` may tell), wrap-up codes, the customer's number. Agent events are not read:
 * Amazon gives them to Kinesis, not to EventBridge, and contact events tell all that a card shows.
 */
import type { Connector, Meaning } from "./connector";
import { at, customerOf, look, nameOf, parseJson, rekey, text, time } from "./fields";
import { sharedSecret } from "./signature";

type Read = (...path: string[]) => string | undefined;

interface Contact {
  read: Read;
  /** What an ARN's last part is called. */
  named: (...path: string[]) => string | undefined;
  /** When, of the detail's own times. */
  moment: (...path: string[]) => number | undefined;
}

/** Contacts that are beside the customer's conversation, or follow it. */
const ASIDE = ["MONITOR", "EXTERNAL_OUTBOUND", "DISCONNECT", "AGENT_REPLY", "FLOW"];
const TRANSFERS = ["TRANSFER", "QUEUE_TRANSFER"];

const hadAgent = ({ moment }: Contact) => moment("agentInfo", "connectedToAgentTimestamp") !== undefined;
/** Whoever waits in a queue and is gone before an agent comes has left by themselves, unless it is said otherwise. */
const isAbandoned = (contact: Contact) => contact.read("queueInfo", "queueArn") !== undefined && !hadAgent(contact) && endedBy(contact) === undefined;

function endedBy({ read }: Contact): Meaning["by"] {
  const reason = read("disconnectReason", "code") ?? read("disconnectReason") ?? "";
  if (reason === "") return undefined;
  return /^CUSTOMER_/.test(reason) ? "customer" : /^AGENT_DISCONNECT$/.test(reason) ? "agent" : "system";
}

/** `eventType` to what it means. */
const MEANS: { [event: string]: (contact: Contact) => Meaning | Meaning[] | undefined } = {
  INITIATED: ({ read, named, moment }) => {
    const when = moment("initiationTimestamp");
    const begun: Meaning = { state: "started", at: when };
    const previous = read("previousContactId");
    if (previous === undefined || !TRANSFERS.includes(read("initiationMethod") ?? "")) return begun;
    return [{ state: "transferred", conversation: previous, queue: named("queueInfo", "queueArn"), at: when }, begun];
  },
  QUEUED: ({ named, moment }) => ({ state: "routed", queue: named("queueInfo", "queueArn"), at: moment("queueInfo", "enqueueTimestamp") }),
  CONNECTED_TO_AGENT: ({ named, moment }) => ({
    state: "connected", queue: named("queueInfo", "queueArn"), agent: named("agentInfo", "agentArn"), at: moment("agentInfo", "connectedToAgentTimestamp"),
  }),
  DISCONNECTED: (contact) => ({ state: "ended", by: isAbandoned(contact) ? "customer" : endedBy(contact), at: contact.moment("disconnectTimestamp") }),
  // It comes as well where nobody had anything to wrap up: who has left the queue must stay one who has left.
  COMPLETED: (contact) =>
    isAbandoned(contact) || (endedBy(contact) === "customer" && !hadAgent(contact)) ? undefined
      : { state: "wrapped_up", agent: contact.named("agentInfo", "agentArn"), at: contact.moment("agentInfo", "afterContactWorkEndTimestamp") },
};

const OUTBOUND = ["OUTBOUND", "CALLBACK"];

export const connect: Connector = {
  vendor: "amazon-connect",
  ...sharedSecret,
  read: ({ body }) => [parseJson(body)],

  tell(payload, { names }) {
    const detail = rekey(at(payload, "detail"), (key) => key.charAt(0).toLowerCase() + key.slice(1));
    const read: Read = (...path) => text(at(detail, ...path));
    const [event, conversation, medium, method = ""] = ["eventType", "contactId", "channel", "initiationMethod"].map((field) => read(field));
    const subtype = read("segmentAttributes", "connect:Subtype", "valueString") ?? read("segmentAttributes", "connect:Subtype") ?? "";
    const channel = /^voice$/i.test(medium ?? "") ? "call" : /^chat$/i.test(medium ?? "") ? (/^connect:(chat|guide)?$|^$/i.test(subtype) ? "chat" : "messaging") : undefined;
    const row = look(MEANS, event);
    if (conversation === undefined || channel === undefined || ASIDE.includes(method) || !row) return undefined;

    const means = row({
      read,
      moment: (...path) => time(at(detail, ...path)),
      named: (...path) => nameOf(names, read(...path)?.split("/").pop()),
    });
    if (!means) return undefined;
    // A call that the API was asked for goes out; a chat that it was asked for was begun by the customer.
    const isOutbound = OUTBOUND.includes(method) || (method === "API" && channel === "call");
    return {
      key: text(at(payload, "id")) ?? JSON.stringify([event, conversation, at(payload, "time")]),
      at: time(at(payload, "time")),
      about: {
        conversation, channel,
        // Of a call that was handed on it is not said how it began.
        direction: channel !== "call" || method === "" || TRANSFERS.includes(method) ? undefined : isOutbound ? "outbound" : "inbound",
        customer: customerOf({ externalId: read("customerId") }),
      },
      means: [means].flat(),
    };
  },
};
