/** One open line of server-sent events: it beats, is cut when nobody reads it, and ends once however it ends. */
import type { EventEmitter } from "node:events";
import type { Writable } from "node:stream";

/** A reader that leaves a frame unread for so long does not keep up; it will come back and resume. */
const UNREAD_MS = 30_000;

export interface Ends {
  to: Writable;
  /** The connection below `to`, whose end `to` may not hear of. */
  line?: (Pick<EventEmitter, "once" | "off"> & { destroyed?: boolean }) | undefined;
}

export interface LineOptions extends Ends {
  beatMs: number;
  /** Says that the line is alive, in whatever words its reader knows. */
  beat: () => void;
  /** Called once when it is over: nothing is written after, and nobody is counted who has left. */
  stopped: () => void;
}

export interface Line {
  /** @param written called when the text has left */
  write(text: string, written?: () => void): void;
  end(): void;
  cut(): void;
  isOver(): boolean;
}

/** What `EventSource` and proxies must be told before the first frame. */
export const STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

export function createLine({ to, line, beatMs, beat, stopped }: LineOptions): Line {
  /** When each frame that is still unread was sent. */
  const unread: number[] = [];
  let isOver = false;

  const stop = () => {
    if (isOver) return;
    isOver = true;
    clearInterval(heart);
    line?.off("close", stop);
    stopped();
  };
  const end = () => {
    stop();
    to.end();
  };
  const cut = () => {
    stop();
    to.destroy();
  };
  const heart = setInterval(beat, beatMs);
  to.on("error", () => {}); // A reader may leave at any moment.
  to.on("close", stop);
  line?.once("close", stop);

  return {
    write(text, written = () => {}) {
      if (isOver) return;
      const [oldest = Infinity] = unread;
      if (performance.now() - oldest >= UNREAD_MS) return cut();
      unread.push(performance.now());
      to.write(text, (problem) => {
        unread.shift();
        if (!problem) written();
      });
    },
    end,
    cut,
    isOver: () => isOver,
  };
}
