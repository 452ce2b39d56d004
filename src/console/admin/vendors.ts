/** Names of the contact centres that can be connected. */
import { words } from "../words/pageWords";

const NAMES: { [vendor: string]: string } = { genesys: "Genesys Cloud", twilio: "Twilio", connect: "Amazon Connect", zendesk: "Zendesk", intercom: "Intercom", chatwoot: "Chatwoot" };

/** As the collector calls them. */
export const VENDORS: readonly string[] = [...Object.keys(NAMES), "standard"];

export const vendorName = (vendor: string): string => NAMES[vendor] ?? (vendor === "standard" ? words.admin.connectors.otherVendor : vendor);
