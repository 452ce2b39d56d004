/**
 * Genesys Cloud: its detail events of conversations, as Amazon EventBridge delivers them through an API destination, or
 * anything else that posts the same with the secret in a header.
 *
 * Facts from Genesys' own SDK, github.com/MyPureCloud/platform-client-sdk-java build/docs/*DetailEventTopic*.md (223.0.0; the
 * names and values of fields), from github.com/GenesysCloudBlueprints/aws-eventbridge-analytics-detail-events-blueprint
 * (topics `v2.detail.events.conversation.{id}.…`), and from docs.cognigy.com/ai/escalate/handover-reference/
 * genesys-cloud-open-messaging-with-amazon-eventbridge (`acw` comes when the agent has finished). Third parties' code shows
 * the envelope: `detail.topicName`, `detail.eventBody`.
 *
 * An agent's leg begins to exist while it rings, so where there was a queue its `acd.end` tells who answered, and `user.start`
 * counts only where there was none. How a customer's leg ends, ENDPOINT or CLIENT, is their own hanging up, and PEER the
 * other side's: that reading of the words is ours, the SDK does not explain them. Cannot know: names of queues, agents and
 * codes (the connector's `names` may), whether a flow or an agent is the other side, that an old conversation is taken up
 * again. E-mails, callbacks and screen sharing are no conversations here.
 */
import type { Connector, Meaning } from "./connector";
import { at, customerOf, look, nameOf, parseJson, phone, text, time } from "./fields";
import { sharedSecret } from "./signature";

const TOPIC = /^v2\.detail\.events\.conversation\.[^.]+\.(.+)$/;

type Read = (field: string) => string | undefined;
type Row = (read: Read, named: Read) => Meaning | Meaning[] | undefined;

const isText = (read: Read) => read("mediaType") !== "VOICE";
const wrapUp: Row = (read, named) => ({ state: "wrapped_up", agent: named("userId"), code: named("wrapupCode"), notes: read("wrapupNotes") });

const ENDED_BY = { ENDPOINT: "customer", CLIENT: "customer", PEER: "agent" } as const;

/** The event's last words to what it means. */
const MEANS: { [event: string]: Row } = {
  "customer.start": () => ({ state: "started" }),
  "acd.start": (_read, named) => ({ state: "routed", queue: named("queueId") }),
  "acd.end": (read, named) => {
    const queue = named("queueId");
    if (read("acdOutcome") === "ANSWERED") return { state: "connected", queue, agent: named("answeredUserId") };
    // With FLOW_OUT it only left the queue: what follows tells where to.
    return read("acdOutcome") === "ABANDON" ? { state: "ended", queue, by: "customer" } : undefined;
  },
  "user.start": (read, named) => (read("queueId") && read("direction") !== "OUTBOUND" ? undefined : { state: "connected", queue: named("queueId"), agent: named("userId") }),
  "user.end": (read) => {
    const how = read("disconnectType") ?? "";
    if (/_?TRANSFER$/.test(how) && !/^(NO_ANSWER|NOT_AVAILABLE|DND)_/.test(how)) return { state: "transferred" };
    // A customer who writes need not be there when the agent ends it, and may never leave; of a call they do.
    return isText(read) && how === "CLIENT" ? { state: "ended", by: "agent" } : undefined;
  },
  acw: wrapUp,
  wrapup: wrapUp,
  "customer.end": (read) => {
    return { state: "ended", by: look(ENDED_BY, read("disconnectType")) ?? "system" };
  },
};

const DIRECTIONS = { INBOUND: "inbound", OUTBOUND: "outbound" } as const;
const CHANNELS = { VOICE: "call", CHAT: "chat", MESSAGE: "messaging" } as const;

export const genesys: Connector = {
  vendor: "genesys",
  ...sharedSecret,
  read: ({ body }) => [parseJson(body)],

  tell(payload, { names }) {
    const detail = at(payload, "detail") ?? payload;
    const topic = text(at(detail, "topicName")) ?? text(at(payload, "detail-type"));
    const event = TOPIC.exec(topic ?? "")?.[1];
    const row = look(MEANS, event);
    const body = at(detail, "eventBody");
    const read: Read = (field) => text(at(body, field));
    const conversation = read("conversationId");
    const channel = look(CHANNELS, read("mediaType"));
    if (!row || conversation === undefined || channel === undefined) return undefined;

    const means = row(read, (field) => nameOf(names, read(field)));
    if (!means) return undefined;
    const isOutbound = read("direction") === "OUTBOUND";
    return {
      key: text(at(payload, "id")) ?? JSON.stringify([event, conversation, read("sessionId"), read("eventTime")]),
      at: time(at(body, "eventTime")) ?? time(at(payload, "time")),
      about: {
        conversation, channel,
        ...(channel === "call" && {
          direction: look(DIRECTIONS, read("direction")),
          customer: customerOf({ phone: phone(isOutbound ? read("dnis") ?? read("addressTo") : read("ani") ?? read("addressFrom")) }),
        }),
      },
      means: [means].flat(),
    };
  },
};
