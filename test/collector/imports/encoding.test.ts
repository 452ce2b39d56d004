import { describe, expect, it } from "vitest";
import { createEncodingJudge, decode } from "../../../src/collector/imports/encoding";

const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};
const inPieces = async function* (bytes: Buffer, size: number) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
};
const judge = (bytes: Buffer, size: number) => {
  const one = createEncodingJudge();
  for (let i = 0; i < bytes.length; i += size) one.push(bytes.subarray(i, i + size));
  return one.verdict();
};
const read = async (bytes: Buffer, size: number) => {
  const verdict = judge(bytes, size);
  if ("refusal" in verdict) return verdict.refusal;
  let text = "";
  for await (const piece of decode(inPieces(bytes, size), verdict.encoding)) text += piece;
  return text;
};

describe.each([1, 3, 65_536])("In pieces of %i bytes, a file", (size) => {
  it.each<[string, Buffer, string]>([
    ["UTF-8", Buffer.from("José 🙂,ß"), "José 🙂,ß"],
    ["UTF-8 with its mark", Buffer.from("\uFEFFJosé 🙂"), "José 🙂"],
    ["UTF-16 of Windows", utf16("José 🙂"), "José 🙂"],
    ["UTF-16 of others", utf16("José 🙂", true), "José 🙂"],
    ["Windows-1252", Buffer.from([0x4a, 0x6f, 0x73, 0xe9, 0x2c, 0x80]), "José,€"],
    ["UTF-8 that ends in the middle of a letter", Buffer.from([0x61, 0xc3]), "aÃ"],
    ["nothing at all", Buffer.alloc(0), ""],
  ])("of %s is read", async (_name, bytes, text) => {
    expect(await read(bytes, size)).toBe(text);
  });

  it.each<[string, Buffer, RegExp]>([
    ["a workbook", Buffer.from("PK\x03\x04\x14\0\x06\0", "latin1"), /workbook.*Save the sheet as CSV/],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae10000", "hex"), /older Excel/],
    ["a PDF", Buffer.from("%PDF-1.7 …"), /PDF/],
    ["gzip", Buffer.from("1f8b0800", "hex"), /gzip/],
    ["a picture", Buffer.from("89504e470d0a1a0a0000", "hex"), /not a text file/],
    ["UTF-16 without its mark", utf16("email").subarray(2), /not a text file/],
    ["UTF-32", Buffer.from("fffe000061000000", "hex"), /UTF-32/],
  ])("of %s is refused, with what to do", async (_name, bytes, refusal) => {
    expect(await read(bytes, size)).toMatch(refusal);
  });
});

it("Only a guess is noted", () => {
  expect(judge(Buffer.from("José"), 9)).toEqual({ encoding: "utf-8" });
  expect(judge(Buffer.from("José", "latin1"), 9)).toEqual({ encoding: "windows-1252", note: expect.stringContaining("Windows-1252") });
});
