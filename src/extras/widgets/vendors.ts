/** Every vendor's adapter. */
import { amazonchat } from "./vendors/amazonchat";
import { amazonconnect } from "./vendors/amazonconnect";
import { botpress } from "./vendors/botpress";
import { crisp } from "./vendors/crisp";
import { deepchat } from "./vendors/deepchat";
import { dixa } from "./vendors/dixa";
import { drift } from "./vendors/drift";
import { front } from "./vendors/front";
import { gladly } from "./vendors/gladly";
import { gorgias } from "./vendors/gorgias";
import { helpscout } from "./vendors/helpscout";
import { intercom } from "./vendors/intercom";
import { jivo } from "./vendors/jivo";
import { landbot } from "./vendors/landbot";
import { olark } from "./vendors/olark";
import { papercups } from "./vendors/papercups";
import { rocketchat } from "./vendors/rocketchat";
import { smartsupp } from "./vendors/smartsupp";
import { sunshine } from "./vendors/sunshine";
import { talkdesk } from "./vendors/talkdesk";
import { tiledesk } from "./vendors/tiledesk";
import { typebot } from "./vendors/typebot";
import { userlike } from "./vendors/userlike";
import { zoho } from "./vendors/zoho";
import type { Vendor } from "./vendor";

/** An adapter of one kind of widget, known to the rest as one that takes whatever it has found itself. */
const adapter = <Api>(vendor: Vendor<Api>) => vendor as Vendor;

export const VENDORS: readonly Vendor[] = [
  adapter(amazonchat),
  adapter(amazonconnect),
  adapter(botpress),
  adapter(crisp),
  adapter(deepchat),
  adapter(dixa),
  adapter(drift),
  adapter(front),
  adapter(gladly),
  adapter(gorgias),
  adapter(helpscout),
  adapter(intercom),
  adapter(jivo),
  adapter(landbot),
  adapter(olark),
  adapter(papercups),
  adapter(rocketchat),
  adapter(smartsupp),
  adapter(sunshine),
  adapter(talkdesk),
  adapter(tiledesk),
  adapter(typebot),
  adapter(userlike),
  adapter(zoho),
];
