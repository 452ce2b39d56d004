/** Takes from a visit's first event what its card tells of device, browser and place: a server may have told it, so every shape is possible. */
import type { Data } from "../../protocol/event";
import { DEVICES, type SeenVisit } from "../../protocol/visit";
import { shortText } from "./text";

const TEXTS = ["os", "browser", "browserVersion", "language", "country", "region", "city"] as const satisfies (keyof SeenVisit)[];
/** Longest of these texts. */
const FIELD_CHARS = 100;

/** @returns `undefined` where nothing is known */
export function toSeenVisit(data: Data): SeenVisit | undefined {
  const device = DEVICES.find((one) => one === data.device);
  const seen: SeenVisit = { ...(device && { device }), ...(data.bot === true && { bot: true }) };
  for (const name of TEXTS) {
    const told = shortText(data[name], FIELD_CHARS);
    if (told !== undefined) seen[name] = told;
  }
  return Object.keys(seen).length ? seen : undefined;
}
