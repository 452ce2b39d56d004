/** Judges, while a file arrives, which letters its bytes stand for, and whether it is text at all. */

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export interface EncodingJudge {
  push(bytes: Uint8Array): void;
  /** @returns the encoding, with a note where it is a guess; or, where the file is no text, a sentence on what to do */
  verdict(): { encoding: Encoding; note?: string } | { refusal: string };
}

const HEAD_BYTES = 8;
const SAVE = "Save the sheet as CSV (UTF-8) and import that file.";

/** The first bytes of what people pick instead of a CSV file. */
const OTHERS: [begins: string, refusal: string][] = [
  ["504b0304", `This is a workbook or a zip file, not CSV. ${SAVE}`],
  ["d0cf11e0a1b11ae1", `This is a workbook of an older Excel, not CSV. ${SAVE}`],
  ["25504446", "This is a PDF document, not CSV. Import the CSV file that it was made from."],
  ["1f8b", "This file is compressed with gzip. Unpack it, and import the CSV file within."],
  ["fffe0000", `This file is encoded as UTF-32. ${SAVE}`],
  ["0000feff", `This file is encoded as UTF-32. ${SAVE}`],
];

const GUESSED = "The file is not valid UTF-8 and was read as Windows-1252. If letters look wrong, save it as UTF-8 and import it again.";

export function createEncodingJudge(): EncodingJudge {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let head = Buffer.alloc(0);
  let isUtf8 = true;
  let hasZero = false;

  const read = (bytes?: Uint8Array) => {
    if (!isUtf8) return;
    try {
      utf8.decode(bytes, { stream: bytes !== undefined });
    } catch {
      isUtf8 = false;
    }
  };

  return {
    push(bytes) {
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES - head.length)]);
      hasZero ||= bytes.includes(0);
      read(bytes);
    },
    verdict() {
      read();
      const begins = head.toString("hex");
      const other = OTHERS.find(([bytes]) => begins.startsWith(bytes));
      if (other) return { refusal: other[1] };
      if (begins.startsWith("fffe")) return { encoding: "utf-16le" };
      if (begins.startsWith("feff")) return { encoding: "utf-16be" };
      // Text has no zero bytes, but for UTF-16, and that says so by its first two.
      if (hasZero) return { refusal: `This is not a text file. ${SAVE}` };
      return isUtf8 ? { encoding: "utf-8" } : { encoding: "windows-1252", note: GUESSED };
    },
  };
}

/** Bytes as text. A byte order mark at the beginning is no part of it. */
export async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of chunks) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
