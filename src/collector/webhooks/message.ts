/** Makes of an event what goes over the line to a webhook: made anew for every attempt, so that nothing of it is kept anywhere. */
import { VERSION } from "../project";
import type { ToldEvent, Webhook } from "../store/webhookStore";
import { toBody } from "./body";
import type { Message } from "./deliver";
import { messageId, sign } from "./sign";

export function toMessage(webhook: Webhook, event: ToldEvent, now: number): Message {
  const { id, url, secrets } = webhook;
  const body = toBody(event, webhook);
  const signed = sign({ id: messageId(id, event.id), now, body, secrets });
  return { url, body, headers: { "content-type": "application/json", "user-agent": `Parley/${VERSION}`, ...signed } };
}
