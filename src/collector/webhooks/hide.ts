/** Takes out of an event what tells who somebody is: whoever receives webhooks is often not who may know. */
import type { Data } from "../../protocol/event";
import { isNote } from "../../protocol/note";
import type { ToldEvent } from "../store/webhookStore";

/** What identity events may say all the same: ids, and what was done. */
const IDENTITY = ["visitor", "contact", "event", "by", "moment"];
/** Ids in conversations are of no use when they are changed, even those that a contact centre makes of phones. */
const IDS = ["id", "conversation", "ref", "with", "into", "visitor", "session", "event", "customer", "contact"];
/** Bounded, or a long text without any would take for ever. */
const EMAIL = /[^\s<>"'(),;:=/?&]{1,64}(@|%(25)*40)[^\s<>"'(),;:=/?&@]{1,255}\.[^\s<>"'(),;:=/?&@.]{1,63}/gi;
/** With a country's code. */
const PHONE = /(\+|%2B)\d[\d\s().-]{5,20}\d/gi;
const HIDDEN = "[hidden]";

/** Names, and the free words of agents, go; in all other texts e-mails and phones do. */
export function hide({ type, url, data, card, ...rest }: ToldEvent): ToldEvent {
  const { name: _name, ...nameless } = card ?? {};
  return {
    ...rest, type, data: hideData(type, data),
    ...(url !== undefined && { url: hideText(url) }),
    ...(card && { card: hideIn(nameless, IDS) as typeof card }),
  };
}

function hideData(type: string, data: Data): Data {
  if (type.startsWith("identity.")) return Object.fromEntries(Object.entries(data).filter(([key]) => IDENTITY.includes(key)));
  if (isNote(type)) return withoutText(data);
  if (!type.startsWith("conversation.")) return hideIn(data, []) as Data;
  const { notes: _notes, ...told } = data;
  return hideIn(told, IDS) as Data;
}

function withoutText({ text: _text, ...told }: Data): Data {
  return hideIn(told, IDS) as Data;
}

function hideIn(value: unknown, ids: string[], key = ""): unknown {
  if (typeof value === "string") return ids.includes(key) ? value : hideText(value);
  if (Array.isArray(value)) return value.map((one) => hideIn(one, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [hideText(name), hideIn(one, ids, name)]));
}

function hideText(text: string): string {
  return text.replace(EMAIL, HIDDEN).replace(PHONE, HIDDEN);
}
