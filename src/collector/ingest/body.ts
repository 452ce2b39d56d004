/** Turns the bytes of a request into JSON, and a batch's into an envelope, cheapest check first, or says what is wrong with them. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { BODY_DEPTH } from "../../protocol/limits";
import { isShallow } from "./depth";
import { envelopeShape, type Envelope } from "./schema";
import type { Refusal } from "./refusal";

/** Largest body after gunzip: a batch's worth of repetitive events, but not a bomb. */
const GUNZIPPED_BYTES = 1_000_000;

const inflate = promisify(gunzip);

export async function parseBody(bytes: Buffer): Promise<{ envelope: Envelope } | { refusal: Refusal }> {
  const json = await parseJson(bytes);
  if ("refusal" in json) return json;
  const { value } = json;
  if (envelopeShape.Check(value)) return { envelope: value };
  const problem = envelopeShape.Errors(value).First();
  return bad("wrong_shape", `The batch has a wrong shape at ${problem?.path || "its top"}: ${problem?.message ?? "unknown"}. See /openapi.json.`);
}

/** @param bytes plain or gzip, whatever their content type is called */
export async function parseJson(bytes: Buffer): Promise<{ value: unknown } | { refusal: Refusal }> {
  const plain = await unpack(bytes);
  if ("refusal" in plain) return plain;

  const text = decode(plain.bytes);
  if (text === undefined) return bad("not_utf8", "The body is not valid UTF-8. Send the JSON text as UTF-8.");
  if (!isShallow(text, BODY_DEPTH)) return bad("too_deep", `The body nests deeper than ${BODY_DEPTH} levels. Flatten the data in it.`);

  const value = parse(text);
  if (value === undefined) return bad("not_json", "The body is not JSON. Send one JSON object, as text/plain or application/json.");
  return { value };
}

/** Gzip is told by its first two bytes: naming it in a header would cost a browser a preflight. */
async function unpack(bytes: Buffer): Promise<{ bytes: Buffer } | { refusal: Refusal }> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes };
  try {
    return { bytes: await inflate(bytes, { maxOutputLength: GUNZIPPED_BYTES }) };
  } catch (problem) {
    const tooLarge = problem instanceof RangeError;
    const message = `The body unpacks to more than ${GUNZIPPED_BYTES} bytes. Send fewer events at once.`;
    return tooLarge ? { refusal: { status: 413, error: "body_too_large", message } } : bad("not_gzip", "The body begins like gzip but cannot be unpacked.");
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** No JSON text means `undefined`, so that value is free to say that it was none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bad(error: string, message: string): { refusal: Refusal } {
  return { refusal: { status: 400, error, message } };
}
