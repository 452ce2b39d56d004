/** Makes the text that a webhook is sent: what happened, and the conversation's card; without what is personal unless the site asks for it. */
import type { Data } from "../../protocol/event";
import { cut } from "../fold/text";
import type { ToldEvent, Webhook } from "../store/webhookStore";
import { hide } from "./hide";

/** Every body has fewer bytes. Source: Standard Webhooks, "Payload size" */
export const WEBHOOK_BYTES = 20_000;
/** What is too large is cut in these steps. Ids are shorter, and stay whole. */
const CUTS_CHARS = [8_000, 2_000, 600, 300];

export function toBody(event: ToldEvent, { personal }: Pick<Webhook, "personal">): string {
  const { id, type, at, source, session, visitor } = event;
  const { url, data, card, identity } = personal ? event : hide(event);
  const head = { id, type, at, source, session, visitor };
  const write = (told: Data) => JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: told });
  const isSmall = (body: string) => Buffer.byteLength(body) < WEBHOOK_BYTES;

  const whole = write({ ...head, url, identity, data, card });
  if (isSmall(whole)) return whole;
  let parts: { url: string | undefined; data: Data; card: Data } = { url, data, card: { ...card } };
  for (const chars of CUTS_CHARS) {
    parts = JSON.parse(JSON.stringify(parts, (_key, value: unknown) => (typeof value === "string" ? cut(value, chars) : value))) as typeof parts;
    const body = write({ ...head, cut: true, identity, ...parts, ...(!card && { card }) });
    if (isSmall(body)) return body;
  }
  // Many texts, each of them short: as many as there is room for.
  const kept: { data: Data; card: Data } = { data: {}, card: {} };
  const told = { ...head, cut: true, url: parts.url, identity, ...kept, ...(!card && { card }) };
  for (const part of ["card", "data"] as const) {
    for (const [key, value] of Object.entries(parts[part])) {
      kept[part][key] = value;
      if (!isSmall(write(told))) delete kept[part][key];
    }
  }
  return write(told);
}
