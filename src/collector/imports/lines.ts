/** Cuts text that comes in pieces into the lines of its file, each with its number; an endless line is cut short. */
import { ROW_CHARS } from "./row";

export interface Line {
  /** Counted from 1, as editors do. */
  number: number;
  text: string;
  /** It was longer than a row may be, and the rest is left out. */
  cut: boolean;
}

export interface Lines {
  push(text: string): Line[];
  /** The last line, which may have no end. */
  end(): Line[];
}

export function createLines(): Lines {
  let pending = "";
  let cut = false;
  let number = 0;

  const line = (text: string): Line => {
    const isCut = cut || text.length > ROW_CHARS;
    cut = false;
    return { number: ++number, text: text.slice(0, ROW_CHARS), cut: isCut };
  };

  return {
    push(text) {
      const parts = (pending + text).split(/\r\n|\n|\r(?!$)/);
      const rest = parts.pop() ?? "";
      const lines = parts.map(line);
      // What is over the limit is remembered as that, not kept; but for a return whose line feed may be in the next piece.
      cut ||= rest.length > ROW_CHARS + 1;
      pending = cut ? rest.slice(0, ROW_CHARS) + (rest.endsWith("\r") ? "\r" : "") : rest;
      return lines;
    },
    end() {
      const last = pending.replace(/\r$/, "");
      pending = "";
      return last || cut ? [line(last)] : [];
    },
  };
}
