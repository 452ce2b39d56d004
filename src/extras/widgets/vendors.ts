/** Every vendor's adapter. */
import { ada } from "./vendors/ada";
import { chatwoot } from "./vendors/chatwoot";
import { deepchat } from "./vendors/deepchat";
import { freshchat } from "./vendors/freshchat";
import { genesys } from "./vendors/genesys";
import { genesysWidgets } from "./vendors/genesysWidgets";
import { hubspot } from "./vendors/hubspot";
import { kustomer } from "./vendors/kustomer";
import { livechat } from "./vendors/livechat";
import { liveperson } from "./vendors/liveperson";
import { rocketchat } from "./vendors/rocketchat";
import { salesforce } from "./vendors/salesforce";
import { tawk } from "./vendors/tawk";
import { tidio } from "./vendors/tidio";
import { zendesk } from "./vendors/zendesk";
import { zendeskClassic } from "./vendors/zendeskClassic";
import type { Vendor } from "./vendor";

/** An adapter of one kind of widget, known to the rest as one that takes whatever it has found itself. */
const adapter = <Api>(vendor: Vendor<Api>) => vendor as Vendor;

export const VENDORS: readonly Vendor[] = [
  adapter(ada),
  adapter(chatwoot),
  adapter(deepchat),
  adapter(freshchat),
  adapter(genesys),
  adapter(genesysWidgets),
  adapter(hubspot),
  adapter(kustomer),
  adapter(livechat),
  adapter(liveperson),
  adapter(rocketchat),
  adapter(salesforce),
  adapter(tawk),
  adapter(tidio),
  adapter(zendesk),
  adapter(zendeskClassic),
];
