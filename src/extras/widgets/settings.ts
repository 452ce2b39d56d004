/** Reads which conversations a site wants to be noticed, from the script tag or from `pe.init`. */
import { CONVERSATION_STATES } from "../../protocol/event";
import type { ConversationState } from "../../protocol/event";
import type { Host } from "../../sdk/extras/host";

export interface Settings {
  /** Names of the adapters that run; without it all that cannot cost the site a handler of its own. */
  vendors: readonly string[] | undefined;
  /** Take a click on a link to a phone or a messaging app for the wish to begin a conversation. */
  links: boolean;
  /** The `event` of an entry in the page's data layer to the state it stands for. */
  dataLayer: ReadonlyMap<string, ConversationState>;
}

/** @param options the page's options: those of the tag are texts with names of their own, `data-widgets-vendors="genesys,crisp"` */
export function readSettings({ widgets, ...tag }: Host["options"]): Settings {
  const { vendors = tag.widgetsVendors, links = tag.widgetsLinks, dataLayer = {} } = Object(widgets) as { [option: string]: unknown };
  return {
    vendors: vendors ? `${vendors as string[]}`.split(/[\s,]+/) : undefined,
    links: links !== false,
    dataLayer: new Map(Object.entries(Object(dataLayer) as object).filter((pair): pair is [string, ConversationState] => CONVERSATION_STATES.includes(pair[1]))),
  };
}
