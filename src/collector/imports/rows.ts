/** Puts lines together to rows, as quoted cells may span several. A quote that is never closed costs its own line only. */
import type { Line } from "./lines";
import { ROW_CHARS, ROW_LINES, type BadRow, type Row } from "./row";

export interface Rows {
  push(line: Line): void;
  end(): void;
}

export interface RowsOptions {
  delimiter: string;
  take: (row: Row) => void;
  refuse: (row: BadRow) => void;
}

const TOO_LONG = `The row is longer than ${ROW_CHARS.toLocaleString("en")} characters`;
const NOT_CLOSED = "A quote is opened and not closed";
const AFTER_QUOTE = "A closing quote is followed by something other than the end of its cell";

export function createRows({ delimiter, take, refuse }: RowsOptions): Rows {
  /** Lines of a row whose quote is still open. */
  let open: Line[] = [];
  let chars = 0;

  /** Gives up the line that opened the quote, and reads those after it once more: whatever they are, they are not its cell. */
  const giveUp = (problem: string, ...more: Line[]) => {
    const [first, ...rest] = [...open, ...more];
    open = [];
    chars = 0;
    if (first) refuse({ line: first.number, text: first.text, problem: first.cut ? TOO_LONG : problem });
    rest.forEach(push);
  };

  const push = (line: Line): void => {
    const { number, text } = line;
    if (line.cut) return giveUp(NOT_CLOSED, line);
    if (!open.length && !text.includes('"')) {
      if (text.trim()) take({ line: number, text });
      return;
    }
    const state = scan(text, { delimiter, isQuoted: open.length > 0 });
    if (state === "broken") return giveUp(AFTER_QUOTE, line);
    if (state === "closed") {
      const row = { line: open[0]?.number ?? number, text: [...open, line].map((one) => one.text).join("\n") };
      open = [];
      chars = 0;
      return take(row);
    }
    open.push(line);
    chars += text.length + 1;
    if (chars > ROW_CHARS || open.length >= ROW_LINES) giveUp(NOT_CLOSED);
  };

  return {
    push,
    end() {
      while (open.length) giveUp(NOT_CLOSED);
    },
  };
}

/** After this line, is a quote open? Blanks round a quoted cell are as good as none. */
function scan(text: string, { delimiter, isQuoted }: { delimiter: string; isQuoted: boolean }): "closed" | "open" | "broken" {
  const skipBlanks = (from: number) => {
    let i = from;
    while (text[i] !== delimiter && (text[i] === " " || text[i] === "\t")) i++;
    return i;
  };
  let i = 0;
  let quoted = isQuoted;
  for (;;) {
    if (!quoted) {
      i = skipBlanks(i);
      if (text[i] !== '"') {
        i = text.indexOf(delimiter, i) + 1;
        if (!i) return "closed";
        continue;
      }
      i++;
    }
    quoted = true;
    const quote = text.indexOf('"', i);
    if (quote < 0) return "open";
    if (text[quote + 1] === '"') {
      i = quote + 2;
      continue;
    }
    i = skipBlanks(quote + 1);
    if (i >= text.length) return "closed";
    if (text[i] !== delimiter) return "broken";
    quoted = false;
    i++;
  }
}
