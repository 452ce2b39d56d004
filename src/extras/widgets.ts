/** The lazy bundle that notices conversations in the chat widgets of other vendors. */
import type { Extra } from "../sdk/extras/host";
import { listen } from "./listen";
import { seek } from "./seek";
import { deepchat } from "./vendors/deepchat";
import { rocketchat } from "./vendors/rocketchat";

const widgets: Extra = (host) => {
  const stops: (() => void)[] = [];
  stops.push(seek(window, [deepchat, rocketchat], (vendor, api) => stops.push(listen(vendor, api, host))));
  return () => stops.forEach((stop) => stop());
};

export default widgets;
