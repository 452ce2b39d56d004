/** Knows vendors of chats who have no adapter here, by where their scripts and frames come from. */
import { placeOf } from "./address";

/** Hosts, and where those hold other things too, the path. A dot may be any letter. */
const HOSTS =
  "(8x8|chaport|comm100|five9|gladly|glia|helpcrunch|iadvize|ladesk|niceincontact|purechat|quiq-api|reamaze|sprinklr).com|(channel|chatra|customerly|dixa|landbot|respond).io|imi.chat|chatbase.co|tawk.to|trengo.eu|gstatic.com/dialogflow-console|cdn.jsdelivr.net/npm/@n8n";
/** All others are called by the first word. */
const NAMES: { readonly [word: string]: string } = { cdn: "n8n", gstatic: "dialogflow", imi: "cisco", niceincontact: "nice" };

/**
 * @param address as written in the page
 * @returns whose widget it is; nothing for what is not known
 */
export function vendorAt(address: string | null): string | undefined {
  const word = RegExp(`^([^/]*[.])?(${HOSTS})/`).exec(placeOf(address))?.[2]!.split(/[.-]/)[0];
  return word && (NAMES[word] ?? word);
}
