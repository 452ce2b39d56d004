/**
 * Twilio: voice status callbacks and TaskRouter events, as forms or, from Event Streams, as JSON.
 *
 * Facts from twilio.com/docs/usage/webhooks/voice-webhooks (status callbacks), twilio.com/docs/taskrouter/api/event/reference
 * (TaskRouter's event types and fields), twilio.com/docs/events/event-types/taskrouter/task and …/voice/status-callback (the
 * same as JSON), and for the signature from Twilio's own SDK, npm twilio 6.2.0 lib/webhooks/webhooks.js, which the tests
 * hold it against. In `task_attributes`, `call_sid`, `conversationSid` and `channelSid` are what Twilio's own parts put there,
 * `conversations` and `customers` what Flex Insights reads.
 *
 * A call's legs to agents have a parent, so that all is told of the customer's leg. Cannot know: who hung up a call that was
 * answered, who takes a call from a telephone of their own, that a transfer has arrived other than by its agent's accepting.
 */
import { createHash } from "node:crypto";
import type { Connector, Meaning, Names, Told } from "./connector";
import { at, customerOf, look, nameOf, parseEmbedded, parseJson, phone, rekey, text, time } from "./fields";
import { header, hmac, isSame } from "./signature";

const TASKS = "com.twilio.taskrouter.";
const CALLS = /^com\.twilio\.voice\.(webhook\.)?status-callback\.call\./;

type Read = (field: string) => string | undefined;
type Row = (read: Read) => Meaning | Meaning[] | undefined;

const started: Row = () => ({ state: "started" });
const failed = (by: Meaning["by"]): Row => () => ({ state: "ended", by });
const unanswered: Row = (read) => [{ state: "ended", by: "system" }, { state: "wrapped_up", code: read("CallStatus") }];

/** A number that only tells of the end tells how long it was, too. */
const completed: Row = (read) => {
  const [end, seconds] = [time(read("Timestamp")), Number(read("CallDuration") ?? NaN)];
  return [...(end !== undefined && seconds >= 0 ? [{ state: "started" as const, at: end - seconds * 1_000 }] : []), { state: "ended" }];
};

/** `CallStatus` of a leg to what it means: of a customer who calls, of one who is called, and of an agent's. */
const CALL_MEANS: { [leg in "inbound" | "outbound" | "agent"]: { [status: string]: Row } } = {
  inbound: { queued: started, initiated: started, ringing: started, "in-progress": started, answered: started, completed, canceled: failed("customer"), busy: failed("system"), "no-answer": failed("system"), failed: failed("system") },
  outbound: { queued: started, initiated: started, ringing: started, "in-progress": () => ({ state: "connected" }), answered: () => ({ state: "connected" }), completed, canceled: unanswered, busy: unanswered, "no-answer": unanswered, failed: unanswered },
  agent: { "in-progress": (read) => ({ state: "connected", agent: read("agent") }), answered: (read) => ({ state: "connected", agent: read("agent") }) },
};

/** TaskRouter's `EventType` to what it means. What is told of reservations only is one agent's, and the task may go on. */
const TASK_MEANS: { [event: string]: Row } = {
  "task.created": started,
  "task-queue.entered": (read) => ({ state: "routed", queue: read("queue") }),
  "reservation.accepted": (read) => ({ state: "connected", queue: read("queue"), agent: read("agent") }),
  "task.transfer-initiated": () => ({ state: "transferred" }),
  // Nobody took it: the agent who had it still has it.
  "task.transfer-failed": () => ({ state: "connected" }),
  "task.transfer-canceled": () => ({ state: "connected" }),
  "task.wrapup": () => ({ state: "ended" }),
  "task.completed": (read) => ({ state: "wrapped_up", code: read("outcome") }),
  "task.canceled": (read) => (/hang ?up/i.test(read("TaskCanceledReason") ?? "") ? { state: "ended", by: "customer" } : [{ state: "ended", by: "system" }, { state: "wrapped_up" }]),
};

const TASK_CHANNELS: { [channel: string]: "call" | "chat" | "messaging" } = { voice: "call", call: "call", chat: "chat", web: "chat", webchat: "chat", sms: "messaging", whatsapp: "messaging", messenger: "messaging", messaging: "messaging" };

export const twilio: Connector = {
  vendor: "twilio",

  verify({ headers, body, address, secret }) {
    const given = header(headers, "x-twilio-signature");
    if (given === undefined) return "missing_signature";
    const hash = bodyHash(address);
    const form = hash === undefined ? signedForm(body) : "";
    const isSigned = spellings(address).filter((url) => isSame(given, hmac({ algorithm: "sha1", key: secret, parts: [url + form], encoding: "base64" }))).length > 0;
    const isWhole = hash === undefined || isSame(hash, createHash("sha256").update(body).digest("hex"));
    return isSigned && isWhole ? undefined : "wrong_signature";
  },

  read({ body, address }) {
    if (bodyHash(address) === undefined) return [Object.fromEntries(new URLSearchParams(new TextDecoder("utf-8", { fatal: true }).decode(body)))];
    const told = parseJson(body);
    return (Array.isArray(told) ? told : [told]).map(flatten);
  },

  tell: (payload, { names }) => (text(at(payload, "EventType")) ? tellTask(payload, names) : tellCall(payload, names)),
};

function tellCall(payload: unknown, names: Names): Told | undefined {
  const [leg, parent, status, from = "", to = ""] = ["CallSid", "ParentCallSid", "CallStatus", "From", "To"].map((field) => text(at(payload, field)));
  if (leg === undefined) return undefined;
  const isFromAgent = /^(client|sip):/i.test(from);
  const kind = parent !== undefined ? "agent" : /^outbound/.test(text(at(payload, "Direction")) ?? "") || isFromAgent ? "outbound" : "inbound";
  // A telephone that is called may be an agent's or the customer's: only a name is taken for one.
  const agent = look(names, to) ?? /^(?:client|sip):([^@;?]+)/i.exec(to)?.[1];
  const means = look(CALL_MEANS[kind], status)?.((field) => (field === "agent" ? agent : text(at(payload, field))));
  if (!means) return undefined;
  const when = text(at(payload, "Timestamp"));
  return {
    key: JSON.stringify([leg, status, when]),
    at: time(when),
    about: { conversation: parent ?? leg, channel: "call", ...(kind !== "agent" && { direction: kind, customer: customerOf({ phone: phone(kind === "outbound" ? to : from) }) }) },
    means: [means].flat(),
  };
}

function tellTask(payload: unknown, names: Names): Told | undefined {
  const read: Read = (field) => text(at(payload, field));
  const event = read("EventType")!;
  const attributes = parseEmbedded(at(payload, "TaskAttributes"));
  const attribute = (...path: string[]) => text(at(attributes, ...path));
  const call = attribute("call_sid") ?? attribute("callSid");
  const chat = attribute("conversationSid") ?? attribute("channelSid");
  const channel = call !== undefined ? "call" : look(TASK_CHANNELS, attribute("channelType")) ?? look(TASK_CHANNELS, read("TaskChannelUniqueName")) ?? (chat !== undefined ? "messaging" : undefined);
  const conversation = call ?? chat ?? attribute("conversations", "conversation_id") ?? read("TaskSid");
  const row = look(TASK_MEANS, event);
  if (channel === undefined || conversation === undefined || !row) return undefined;

  const extra: { [field: string]: string | undefined } = {
    queue: read("TaskQueueName") ?? nameOf(names, read("TaskQueueSid")),
    agent: read("WorkerName") ?? nameOf(names, read("WorkerSid")),
    outcome: attribute("conversations", "outcome"),
  };
  const means = row((field) => (Object.hasOwn(extra, field) ? extra[field] : read(field)));
  if (!means) return undefined;
  const isOutbound = attribute("direction") === "outbound" || attribute("outbound_to") !== undefined;
  const number = attribute("customers", "phone") ?? (isOutbound ? attribute("outbound_to") ?? attribute("to") : attribute("customerAddress") ?? attribute("from") ?? attribute("caller"));
  return {
    key: read("Sid") ?? JSON.stringify([event, read("ResourceSid") ?? read("TaskSid"), read("ReservationSid"), read("TimestampMs") ?? read("Timestamp")]),
    at: time(read("TimestampMs")) ?? time(read("Timestamp")),
    about: {
      conversation, channel,
      direction: channel !== "call" ? undefined : isOutbound ? "outbound" : "inbound",
      customer: customerOf({ phone: phone(number), email: attribute("customers", "email"), externalId: attribute("customers", "customer_id") }),
    },
    means: [means].flat(),
  };
}

/** An event of Event Streams has the same fields as the form, in snake case; a call's are the form itself. */
function flatten(event: unknown): unknown {
  const type = text(at(event, "type")) ?? "";
  if (CALLS.test(type)) return at(event, "data", "request", "parameters");
  if (!type.startsWith(TASKS)) return undefined;
  const fields = rekey(at(event, "data", "payload"), (key) => key.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""), 1);
  return { ...(fields as object | undefined), EventType: type.slice(TASKS.length), Sid: text(at(event, "data", "sid")) ?? text(at(event, "id")) };
}

/** JSON is signed by a hash in the address. */
const bodyHash = (address: string) => new URL(address).searchParams.get("bodySHA256") ?? undefined;

/** The form's fields by name, each with its value right behind it; of several values of one name each once. */
function signedForm(body: Buffer): string {
  const form = new URLSearchParams(body.toString("utf8"));
  return [...new Set(form.keys())].sort().map((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value).join("")).join("");
}

/** Twilio may have signed the address with or without the port that its scheme means anyway, and without any. */
function spellings(address: string): string[] {
  const [, origin = "", port = "", rest = ""] = /^(https?:\/\/(?:\[[^\]]*\]|[^/?#:]*))(:\d+)?(.*)$/s.exec(address) ?? [];
  return [...new Set([origin + rest, origin + (port || (origin.startsWith("https:") ? ":443" : ":80")) + rest])];
}
