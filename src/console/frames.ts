/** Gathers what the stream says, so that a page which is seen takes it in once for each picture of the screen. */
import type { Frame } from "../protocol/card";
import type { StreamEvent } from "./store";

/** Pages that nobody sees get no pictures, and have news to tell all the same. */
const UNSEEN_MS = 250;

export type Told = [event: StreamEvent, frame: Frame];

export interface FramesOptions {
  take: (told: Told[]) => void;
  /** Calls back before the next picture. */
  picture?: (then: () => void) => number;
}

/** @returns takes one frame; and forgets what has not been taken in yet */
export function createFrames({ take, picture = requestAnimationFrame }: FramesOptions): { add(...told: Told): void; stop(): void } {
  let waiting: Told[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const told = waiting;
    waiting = [];
    if (told.length) take(told);
  };
  return {
    add(...told) {
      waiting.push(told);
      if (timer !== undefined) return;
      timer = setTimeout(flush, UNSEEN_MS);
      picture(flush);
    },
    stop() {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
