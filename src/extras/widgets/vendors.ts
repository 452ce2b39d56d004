/**
 * Every vendor's adapter. Those stand side by side that are written alike, as far as could be found by trying: what repeats
 * itself nearby costs the bundle least, two hundred bytes in all against the alphabet. Nothing else depends on the order
 * but which of several widgets `pe.open` shows that are on the page at once.
 */
import { livechat } from "./vendors/livechat";
import { freshchat } from "./vendors/freshchat";
import { botpress } from "./vendors/botpress";
import { ada } from "./vendors/ada";
import { papercups } from "./vendors/papercups";
import { sunshine } from "./vendors/sunshine";
import { flex } from "./vendors/flex";
import { voiceflow } from "./vendors/voiceflow";
import { zoho } from "./vendors/zoho";
import { dynamics } from "./vendors/dynamics";
import { hubspot } from "./vendors/hubspot";
import { front } from "./vendors/front";
import { salesforce } from "./vendors/salesforce";
import { tiledesk } from "./vendors/tiledesk";
import { rocketchat } from "./vendors/rocketchat";
import { talkdesk } from "./vendors/talkdesk";
import { amazonchat } from "./vendors/amazonchat";
import { amazonconnect } from "./vendors/amazonconnect";
import { gorgias } from "./vendors/gorgias";
import { genesysWidgets } from "./vendors/genesysWidgets";
import { genesys } from "./vendors/genesys";
import { chatwoot } from "./vendors/chatwoot";
import { tidio } from "./vendors/tidio";
import { zendeskClassic } from "./vendors/zendeskClassic";
import { zendesk } from "./vendors/zendesk";
import { intercom } from "./vendors/intercom";
import { typebot } from "./vendors/typebot";
import { liveperson } from "./vendors/liveperson";
import { smartsupp } from "./vendors/smartsupp";
import { helpscout } from "./vendors/helpscout";
import { userlike } from "./vendors/userlike";
import { tawk } from "./vendors/tawk";
import { kustomer } from "./vendors/kustomer";
import { drift } from "./vendors/drift";
import { jivo } from "./vendors/jivo";
import { olark } from "./vendors/olark";
import { crisp } from "./vendors/crisp";
import { deepchat } from "./vendors/deepchat";
import type { Vendor } from "./vendor";

/** An adapter of one kind of widget, known to the rest as one that takes whatever it has found itself. */
const adapter = <Api>(vendor: Vendor<Api>) => vendor as Vendor;

export const VENDORS: readonly Vendor[] = [
  adapter(livechat),
  adapter(freshchat),
  adapter(botpress),
  adapter(ada),
  adapter(papercups),
  adapter(sunshine),
  adapter(flex),
  adapter(voiceflow),
  adapter(zoho),
  adapter(dynamics),
  adapter(hubspot),
  adapter(front),
  adapter(salesforce),
  adapter(tiledesk),
  adapter(rocketchat),
  adapter(talkdesk),
  adapter(amazonchat),
  adapter(amazonconnect),
  adapter(gorgias),
  adapter(genesysWidgets),
  adapter(genesys),
  adapter(chatwoot),
  adapter(tidio),
  adapter(zendeskClassic),
  adapter(zendesk),
  adapter(intercom),
  adapter(typebot),
  adapter(liveperson),
  adapter(smartsupp),
  adapter(helpscout),
  adapter(userlike),
  adapter(tawk),
  adapter(kustomer),
  adapter(drift),
  adapter(jivo),
  adapter(olark),
  adapter(crisp),
  adapter(deepchat),
];
