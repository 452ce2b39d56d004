/** The one door for batches: bytes in; out comes an answer, after the commit, or the refusal of the whole batch. */
import type { FastifyRequest } from "fastify";
import type { Answer } from "../../protocol/event";
import { BATCH_EVENTS } from "../../protocol/limits";
import type { Arrivals } from "../arrivals";
import type { Told } from "../visits/describe";
import { parseBody } from "./body";
import type { Refusal } from "./refusal";
import { createFindSender, originOf, refuseOrigin, type SenderDependencies } from "./sender";
import type { Take } from "./take";
import { createTellRefusal, type TellRefusalDependencies } from "./tellRefusal";

export interface IngestDependencies extends SenderDependencies, TellRefusalDependencies {
  take: Take;
  arrivals: Pick<Arrivals, "refuse">;
}

export interface Incoming extends Pick<FastifyRequest, "headers" | "host"> {
  body: Buffer;
  place?: Told["place"];
}

/** `cookie` is a `Set-Cookie` value that goes with the answer. */
export type Ingest = (incoming: Incoming) => Promise<{ answer: Answer; cookie?: string | undefined } | { refusal: Refusal }>;

export function createIngest({ take, arrivals, now, warn, ...senders }: IngestDependencies): Ingest {
  const { isAllowed } = senders;
  const findSender = createFindSender(senders);
  const tell = createTellRefusal({ now, warn });

  return async (incoming) => {
    const received = now();
    const body = await parseBody(incoming.body);
    if ("refusal" in body) return body;
    const { envelope } = body;

    const refuse = (refusal: Refusal) => {
      tell(refusal, { origin: originOf(incoming.headers), key: envelope.key });
      return { refusal };
    };
    const found = await findSender(incoming, envelope.key);
    if ("refusal" in found) return refuse(found.refusal);
    const { sender } = found;
    if (envelope.events.length > BATCH_EVENTS) return { refusal: tooMany };
    const foreign = refuseOrigin(incoming, sender, isAllowed);
    if (foreign) {
      arrivals.refuse({ site: sender.site.id, origin: originOf(incoming.headers) ?? "", at: received });
      return refuse(foreign);
    }
    return take(envelope, { sender, received, headers: incoming.headers, place: incoming.place });
  };
}

const tooMany: Refusal = { status: 413, error: "too_many_events", message: `A batch holds at most ${BATCH_EVENTS} events. Send them in several.` };
