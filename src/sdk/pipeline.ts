/** The one door: whatever is observed becomes an event here, and goes on to the page's listeners and through consent to the outbox. */
import { URL_CHARS } from "../protocol/limits";
import { redact } from "../protocol/redact";
import { toData } from "./data";
import type { EventData } from "../protocol/event";
import type { Gate } from "./consent/gate";
import type { Draft } from "./session/profile";

/** When and where something happened, if not here and now. */
export interface Moment {
  at: number;
  url: string;
}

export type Emit = <Type extends string>(type: Type, data: Type extends keyof EventData ? EventData[Type] : unknown, moment?: Moment) => void;

export interface PipelineOptions {
  gate: Pick<Gate, "pass">;
  /** The moment of a call that is being replayed, or else now. */
  moment: () => Moment;
  newId: (at: number) => string;
  tell: (event: Draft) => void;
}

/** Makes an event of what was observed. Its data are frozen: the page's listeners get them as they are. */
export const createDraft = (newId: (at: number) => string, type: string, data: unknown, { at, url }: Moment): Draft =>
  ({
    id: newId(at),
    type,
    at,
    url: redact(url.slice(0, URL_CHARS)),
    // Titles and search words are the page's, and not meant to tell who reads them; what a site says itself is.
    data: Object.freeze(toData(data, /^(page|search|session)\./.test(type) ? redact : undefined)),
  });

export function createPipeline({ gate, moment, newId, tell }: PipelineOptions): Emit {
  return (type, data, when = moment()) => {
    const event = createDraft(newId, type, data, when);
    tell(event);
    gate.pass(event);
  };
}
