/** Reads what a site says by attributes of the elements that open, begin or offer a conversation. */
import { CONVERSATION_STATES } from "../../protocol/event";
import { ID_CHARS } from "../../protocol/limits";
import type { ConversationState } from "../../protocol/event";
import type { ConversationDetail } from "../../sdk/types";
import { attribute } from "./element";
import { wayTo } from "./links";
import type { Way } from "./links";

/** `data-pe-conversation="whatsapp"`, with `-state`, `-id`, `-queue`, `-vendor` and `-offer`. */
export const MARK = "data-pe-conversation";
/** What may be pressed in an offer is anything, unless the offer itself is a link or a button. */
export const PRESSABLE = `[${MARK}]:not([${MARK}-offer]),[${MARK}-state],:is(a,area,button)[${MARK}-offer]`;

/** The state that the element itself is marked with. */
export const stateOf = (element: Element): ConversationState | undefined =>
  CONVERSATION_STATES.find((state) => state === attribute(element, `${MARK}-state`));

/**
 * @param path a marked element and what is around it: what it does not say itself is said by whatever is closest
 * @param way what else is known, if the element does not say which kind of conversation it is for
 */
export function readMark(path: Element[], way: Way = wayTo("")): ConversationDetail {
  const near = (name: string) => path.map((element) => attribute(element, MARK + name)?.trim()).find(Boolean)?.slice(0, ID_CHARS);
  const word = near("")?.toLowerCase().replace(/^text$/, "sms");
  const detail: ConversationDetail = { ...(word ? wayTo(word, /^(chat|messaging|call|tel)$/.test(word) ? "" : word) : way), method: "attribute" };
  for (const name of ["id", "queue", "vendor", "offer"] as const) {
    const value = near(`-${name}`);
    if (value) detail[name] = value;
  }
  return detail;
}
