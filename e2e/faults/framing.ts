/** Finds where one HTTP/1.1 message ends and the next begins: as much of HTTP as a proxy needs that is otherwise made of bytes. */

export interface Message {
  /** `POST /v1/events HTTP/1.1`, or `HTTP/1.1 202 Accepted`. */
  line: string;
  /** Everything up to the empty line, and that too. */
  head: Buffer;
  body: Buffer;
}

const HEAD_END = "\r\n\r\n";
const LAST_CHUNK = Buffer.from(`0${HEAD_END}`);

/** Answers that never have a body, whatever their head says. */
const BODILESS = /^HTTP\/1\.1 (1\d\d|204|304)\b/;

/** How far the body goes that begins at `start`; `undefined` while more bytes have to come. */
function findEnd(bytes: Buffer, head: string, start: number): number | undefined {
  if (BODILESS.test(head)) return start;
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) return bytes.length < start + Number(length) ? undefined : start + Number(length);
  if (/^transfer-encoding: *chunked/im.test(head)) return bytes.subarray(start).subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) ? bytes.length : undefined;
  // A request without a length has no body; an answer without one lasts until the connection ends.
  return head.startsWith("HTTP/") ? undefined : start;
}

/** Cuts a connection's bytes into messages. What is incomplete when the connection ends is no message, as for any server. */
export async function* readMessages(source: AsyncIterable<Buffer>): AsyncGenerator<Message> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const start = bytes.indexOf(HEAD_END) + HEAD_END.length;
      if (start < HEAD_END.length) break;
      const head = bytes.toString("latin1", 0, start);
      const end = findEnd(bytes, head, start);
      if (end === undefined) break;
      yield { line: head.slice(0, head.indexOf("\r\n")), head: bytes.subarray(0, start), body: bytes.subarray(start, end) };
      bytes = bytes.subarray(end);
    }
  }
}
