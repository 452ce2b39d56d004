/** Every vendor's adapter. */
import { ada } from "./vendors/ada";
import { amazonchat } from "./vendors/amazonchat";
import { amazonconnect } from "./vendors/amazonconnect";
import { botpress } from "./vendors/botpress";
import { chatwoot } from "./vendors/chatwoot";
import { crisp } from "./vendors/crisp";
import { deepchat } from "./vendors/deepchat";
import { drift } from "./vendors/drift";
import { dynamics } from "./vendors/dynamics";
import { flex } from "./vendors/flex";
import { freshchat } from "./vendors/freshchat";
import { front } from "./vendors/front";
import { genesys } from "./vendors/genesys";
import { genesysWidgets } from "./vendors/genesysWidgets";
import { gorgias } from "./vendors/gorgias";
import { helpscout } from "./vendors/helpscout";
import { hubspot } from "./vendors/hubspot";
import { intercom } from "./vendors/intercom";
import { jivo } from "./vendors/jivo";
import { kustomer } from "./vendors/kustomer";
import { livechat } from "./vendors/livechat";
import { liveperson } from "./vendors/liveperson";
import { olark } from "./vendors/olark";
import { papercups } from "./vendors/papercups";
import { rocketchat } from "./vendors/rocketchat";
import { salesforce } from "./vendors/salesforce";
import { smartsupp } from "./vendors/smartsupp";
import { sunshine } from "./vendors/sunshine";
import { talkdesk } from "./vendors/talkdesk";
import { tawk } from "./vendors/tawk";
import { tidio } from "./vendors/tidio";
import { tiledesk } from "./vendors/tiledesk";
import { typebot } from "./vendors/typebot";
import { userlike } from "./vendors/userlike";
import { voiceflow } from "./vendors/voiceflow";
import { zendesk } from "./vendors/zendesk";
import { zendeskClassic } from "./vendors/zendeskClassic";
import { zoho } from "./vendors/zoho";
import type { Vendor } from "./vendor";

/** An adapter of one kind of widget, known to the rest as one that takes whatever it has found itself. */
const adapter = <Api>(vendor: Vendor<Api>) => vendor as Vendor;

export const VENDORS: readonly Vendor[] = [
  adapter(ada),
  adapter(amazonchat),
  adapter(amazonconnect),
  adapter(botpress),
  adapter(chatwoot),
  adapter(crisp),
  adapter(deepchat),
  adapter(drift),
  adapter(dynamics),
  adapter(flex),
  adapter(freshchat),
  adapter(front),
  adapter(genesys),
  adapter(genesysWidgets),
  adapter(gorgias),
  adapter(helpscout),
  adapter(hubspot),
  adapter(intercom),
  adapter(jivo),
  adapter(kustomer),
  adapter(livechat),
  adapter(liveperson),
  adapter(olark),
  adapter(papercups),
  adapter(rocketchat),
  adapter(salesforce),
  adapter(smartsupp),
  adapter(sunshine),
  adapter(talkdesk),
  adapter(tawk),
  adapter(tidio),
  adapter(tiledesk),
  adapter(typebot),
  adapter(userlike),
  adapter(voiceflow),
  adapter(zendesk),
  adapter(zendeskClassic),
  adapter(zoho),
];
