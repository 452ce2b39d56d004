/** The lazy bundle that makes a story of each conversation, and notices those in the chat widgets of other vendors. */
import type { Extra } from "../sdk/extras/host";
import { listen } from "./listen";
import { seek } from "./seek";
import { createStory } from "./story";
import { deepchat } from "./vendors/deepchat";
import { rocketchat } from "./vendors/rocketchat";

const widgets: Extra = (host) => {
  const { observe, stop } = createStory(host);
  const stops = [stop];
  const audience = { conversation: observe, debug: host.debug };
  if (host.widgets) stops.push(seek(window, [deepchat, rocketchat], (vendor, api) => stops.push(listen(vendor, api, audience))));
  return { observe, stop: () => stops.forEach((end) => end()) };
};

export default widgets;
