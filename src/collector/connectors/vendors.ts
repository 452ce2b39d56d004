/** Every vendor that can be connected, by the name that a site sets it up with. */
import { chatwoot } from "./chatwoot";
import { connect } from "./connect";
import type { Connector } from "./connector";
import { look } from "./fields";
import { genesys } from "./genesys";
import { intercom } from "./intercom";
import { standard } from "./standard";
import { twilio } from "./twilio";
import { zendesk } from "./zendesk";

const VENDORS: { [name: string]: Connector } = { twilio, genesys, connect, chatwoot, intercom, zendesk, standard };

export const VENDOR_NAMES = Object.keys(VENDORS);

export function findConnector(name: unknown): Connector | undefined {
  return typeof name === "string" ? look(VENDORS, name) : undefined;
}
