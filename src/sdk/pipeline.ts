/** The one door: whatever is observed becomes an event here, and goes on to the page's listeners and through consent to the outbox. */
import { URL_CHARS } from "../protocol/limits";
import { toData } from "./data";
import { sight } from "./conversation/running";
import type { ConversationState, EventData } from "../protocol/event";
import type { Gate } from "./consent/gate";
import type { Draft } from "./session/profile";
import type { ConversationDetail } from "./types";

/** When and where something happened, if not here and now. */
export interface Moment {
  at: number;
  url: string;
}

export type Emit = <Type extends string>(type: Type, data: Type extends keyof EventData ? EventData[Type] : unknown, moment?: Moment) => void;

export interface Pipeline {
  emit: Emit;
  /** Takes a sighting of a conversation; it becomes an event when it is news. */
  observe(state: ConversationState, detail: ConversationDetail): void;
}

export interface PipelineOptions {
  /** Lets an event pass that the consent allows. */
  pass: Gate["pass"];
  /** The moment of a call that is being replayed, or else now. */
  moment: () => Moment;
  newId: (at: number) => string;
  tell: (event: Draft) => void;
}

/** Makes an event of what was observed. */
export const createDraft = (newId: (at: number) => string) => (type: string, data: unknown, { at, url }: Moment): Draft =>
  ({ id: newId(at), type, at, url: url.slice(0, URL_CHARS), data: toData(data) });

export function createPipeline({ pass, moment, newId, tell }: PipelineOptions): Pipeline {
  const draft = createDraft(newId);
  return {
    emit(type, data, when = moment()) {
      const event = draft(type, data, when);
      tell(event);
      pass(event);
    },
    observe(state, detail) {
      const when = moment();
      const known: ConversationDetail = toData(detail);
      pass(({ running }) =>
        sight(running, state, known, { now: when.at, newId: () => newId(when.at) })
          .map((told) => draft(`conversation.${told.state}`, told.data, when)));
    },
  };
}
