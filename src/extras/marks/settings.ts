/** Reads what a site wants to be noticed besides widgets, from the script tag or from `pe.init`. */
import { CONVERSATION_STATES } from "../../protocol/event";
import type { ConversationState } from "../../protocol/event";
import type { Host } from "../../sdk/extras/host";

export interface Settings {
  /** Take a click on a link to a phone or a messaging app for the wish to begin a conversation. */
  links: boolean;
  /** The `event` of an entry in the page's data layer to the state it stands for. */
  states: ReadonlyMap<string, ConversationState>;
}

/** @param options the page's options: those of the tag are texts with names of their own, `data-widgets-links="off"` */
export function readSettings({ widgets, widgetsLinks }: Host["options"]): Settings {
  const { links = widgetsLinks, dataLayer } = Object(widgets) as { [option: string]: unknown };
  return {
    links: links !== false,
    states: new Map(Object.entries(Object(dataLayer) as object).filter((pair): pair is [string, ConversationState] => CONVERSATION_STATES.includes(pair[1]))),
  };
}
