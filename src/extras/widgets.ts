/** The lazy bundle that makes a story of each conversation, and notices those in the chat widgets of other vendors. */
import type { Extras } from "../sdk/extras/host";
import { listen } from "./widgets/listen";
import { seek } from "./widgets/seek";
import { createStory } from "./widgets/story";
import { deepchat } from "./widgets/vendors/deepchat";
import { rocketchat } from "./widgets/vendors/rocketchat";

const widgets: Extras["widgets"] = (host) => {
  const { observe } = createStory(host);
  const { signal } = host;
  const audience = { conversation: observe, debug: host.debug };
  const stops: (() => void)[] = [];
  // The page may have stopped tracking while this was on its way.
  if (host.options.widgets !== false && !signal.aborted) stops.push(seek(window, [deepchat, rocketchat], (vendor, api) => stops.push(listen(vendor, api, audience))));
  signal.addEventListener("abort", () => stops.forEach((end) => end()));
  return { observe };
};

export default widgets;
