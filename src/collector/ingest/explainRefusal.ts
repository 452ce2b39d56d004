/** Says to whoever wrote a report why it was not taken, and what to do. */
import { EVENT_BYTES, ID_CHARS } from "../../protocol/limits";
import { reportShape } from "./schema";
import type { Reason } from "./steps";

const id = `a text of 1 to ${ID_CHARS} characters`;
const EXPECTED: { [field: string]: string } = {
  channel: "chat, messaging or call",
  direction: "inbound or outbound",
  by: "customer, agent or system",
  customer: "an object",
  at: "a number: milliseconds since 1970",
  ref: id,
  visitor: id,
  session: id,
};

const SENTENCES: { [reason: Reason]: string } = {
  wrong_conversation: `The conversation's id, in the address, must be ${id}, none of them a control character.`,
  unclean_text: "The session's id holds a control character or half a character. Send it as the page has it.",
  too_large: `The report is larger than ${EVENT_BYTES} bytes. Shorten its notes.`,
  too_deep: "The report nests too deeply. Flatten what is in customer.",
  forbidden_key: "A key in customer is called __proto__, constructor or prototype. Call it something else.",
  number_out_of_range: "A number in customer is too large for JSON. Send it as a text.",
  too_many_keys: "There are too many keys in customer. Send those that say who it is.",
  too_many_values: "There are too many values in customer. Send those that say who it is.",
};

export function explainRefusal(reason: Reason, body: unknown): string {
  const wrong = reason.startsWith("wrong_") ? reportShape.Errors(body).First() : undefined;
  const path = wrong?.path.slice(1).split("/") ?? [];
  // An id is no part of the body: what is wrong there may not be what was refused.
  if (path[0] && reason === `wrong_${path[0]}`) return `${path.join(".")} must be ${EXPECTED[path.join(".")] ?? "a text"}.`;
  if (reason === "wrong_channel") return `Say on which channel it starts: {"channel": "call"}, or chat, or messaging.`;
  return SENTENCES[reason] ?? `The report was refused: ${reason}.`;
}
