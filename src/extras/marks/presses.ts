/** Hears what visitors press: links into calls and messaging apps, and whatever the site has marked. */
import type { Click, Host, Running } from "../../sdk/extras/host";
import type { Moment } from "../../sdk/pipeline";
import type { ConversationDetail } from "../../sdk/types";
import { placeOf } from "./address";
import { attribute, fits, pathOf } from "./element";
import type { Guard } from "../widgets/guard";
import { parseLink } from "./links";
import { PRESSABLE, readMark, stateOf } from "./marks";

export interface PressOptions {
  host: Host;
  guard: Guard;
  /** Also links that are not marked? */
  links: boolean;
  observe: Running["observe"];
  /** What was pressed before this extra had come. */
  clicks: Click[];
}

/** The same link pressed again within this is the same wish: nothing seemed to happen, or it was a double click. */
const AGAIN_MS = 60_000;
/** SVG has two ways to write it. Some links are buttons. */
const LINK = 'a[*|href]:not([href=""],[href^="#"],[href^="javascript:"]),area[href]';
/** What was missed is sent the way of the click, which is how to know what is around it. */
const MISSED = "pe:missed";

export function capturePresses({ host, guard, links, observe, clicks }: PressOptions): void {
  let last: string | undefined;
  let lastAt = 0;
  let missed: Moment | undefined;

  const judge = (path: Element[], moment: Moment): boolean => {
    const [element] = path as [Element];
    const isLink = fits(element, LINK);
    const place = isLink ? placeOf(attribute(element, "href") ?? attribute(element, "xlink:href")) : "";
    const way = parseLink(place);
    const isMarked = fits(element, PRESSABLE);
    if (!isMarked && !(way && links)) return false;

    const said = isMarked && stateOf(element);
    const detail: ConversationDetail = isMarked ? readMark(path, way) : { ...way, method: "link" };
    // What the site says in so many words is no guess.
    if (isLink && !said) detail.confidence = "intent";
    const state = said || (detail.offer ? "accepted" : isLink ? "started" : "opened");
    if (!detail.confidence || detail.offer) observe(state, detail, moment);
    else {
      // Which conversation comes of the wish nobody here will know: it is one of its own, and no part of any story.
      const { id = host.newId(moment.at), ...rest } = detail;
      if (place !== last || moment.at - lastAt > AGAIN_MS) host.emit("conversation.started", { ...rest, conversation: id }, moment);
      last = place;
      lastAt = moment.at;
    }
    return true;
  };
  const press = guard((event: Event) => {
    // Of the other buttons, the middle one alone follows a link.
    if ((!event.isTrusted && !missed) || (event as MouseEvent).button > 1) return;
    const moment = missed ?? host.moment();
    const path = pathOf(event);
    path.some((_, i) => judge(path.slice(i), moment));
  });

  // In the capture phase: a page that stops the event has still seen its visitor press.
  for (const type of [MISSED, "click", "auxclick"]) document.addEventListener(type, press, { capture: true, signal: host.signal });
  for (const [target, isTrusted, moment] of clicks) {
    missed = moment;
    if (isTrusted) guard(() => EventTarget.prototype.dispatchEvent.call(target, new Event(MISSED, { composed: true })))();
  }
  missed = undefined;
}
