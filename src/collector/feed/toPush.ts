/** Makes of what the contact centre told what a page may hear of it: of all that was said only what is named here. */
import { FACT_CHARS } from "../../protocol/limits";
import type { Push, Tellable } from "../../protocol/push";
import type { Reports } from "../store/reporting";

/** @param allowed by the operator; a page is anybody who can open the site's address */
export function toPush({ event, conversation }: Reports["reports"][number], allowed: Tellable[]): Push {
  const { id, type, at, data } = event;
  const { channel, direction, vendor } = conversation;
  const said = (field: string) => (typeof data[field] === "string" && data[field] !== "" ? { [field]: data[field].slice(0, FACT_CHARS) } : {});
  return {
    id,
    type: type as Push["type"],
    at,
    data: Object.assign({ conversation: typeof data.conversation === "string" ? data.conversation : conversation.id, channel, ...(direction && { direction }), ...(vendor && { vendor }), ...said("by") }, ...allowed.map(said)),
  };
}
