import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLines } from "../../../src/collector/imports/lines";
import { readContacts } from "../../../src/collector/imports/readContacts";
import { ROW_CHARS, ROW_LINES, type BadRow } from "../../../src/collector/imports/row";

const inPieces = async function* (text: string, size: number) {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
};
/** Everything that a file tells. */
async function read(text: string, size = 65_536) {
  const groups = readContacts(inPieces(text, size));
  const rows: { line: number; [field: string]: unknown }[] = [];
  const bad: BadRow[] = [];
  for (;;) {
    const { value, done } = await groups.next();
    if (done) return { rows, bad: bad.sort((a, b) => a.line - b.line).map(({ line, problem }) => [line, problem]), refusal: value };
    rows.push(...value.rows.map(({ line, fields }) => ({ line, ...fields })));
    bad.push(...value.bad);
  }
}
const emails = async (text: string, size?: number) => (await read(text, size)).rows.map((row) => (row.emails as string[])[0]);

describe("The header", () => {
  it.each([
    ["external_id", "externalIds"], ["ID", "externalIds"], ["externalIds", "externalIds"],
    ["E-Mail", "emails"], ["email", "emails"], ["Email Address", "emails"], ["E-mail 2", "emails"], ["emails", "emails"],
    ["Phone", "phones"], ["Mobile", "phones"], ["telephone", "phones"], ["Phone Number", "phones"], ["phones", "phones"],
  ])("%s is the key %s", async (name, field) => {
    expect((await read(`${name}\nx\n`)).rows).toEqual([{ line: 2, [field]: ["x"] }]);
  });

  it.each([
    ["First Name", "givenName"], ["first", "givenName"], ["givenName", "givenName"], ["Last", "familyName"], ["surname", "familyName"],
    ["Name", "displayName"], ["displayName", "displayName"], ["display_name", "displayName"], ["COMPANY", "companyName"],
  ])("%s is the field %s", async (name, field) => {
    expect((await read(`id,${name}\n1,x\n`)).rows).toEqual([{ line: 2, externalIds: ["1"], [field]: "x" }]);
  });

  it("names attributes of the site's own otherwise, fifty of them too, and never an object's inner ones", async () => {
    const names = Array.from({ length: 49 }, (_, i) => `Trait ${i}`);
    const { rows } = await read(`id,${names.join()}\n1,${names.map((_, i) => i).join()}\n`);
    expect(rows[0]!.traits).toEqual(Object.fromEntries(names.map((name, i) => [name, String(i)])));
    expect((await read("id,__proto__,constructor\n1,a,b\n")).rows).toEqual([{ line: 2, externalIds: ["1"] }]);
  });

  it("may come after empty lines and what Excel tells itself", async () => {
    expect(await emails("\n\nemail\na@x.io\n")).toEqual(["a@x.io"]);
    expect(await emails("sep=;\nemail;name\na@x.io;A, B\n")).toEqual(["a@x.io"]);
  });

  it.each([
    ["", /empty/], ["\n \n", /empty/], ["name,company\nAda,x\n", /external_id, email or phone/], ["a@x.io,Ada\n", /external_id, email or phone/],
    ['"email,name\nx,y\n', /header, in line 1, cannot be read: a quote is opened/], [`email,${"x,".repeat(300)}\n`, /302 columns/],
  ])("of the file %j is refused", async (text, refusal) => {
    const { rows, refusal: said } = await read(text);
    expect(said).toMatch(refusal);
    expect(rows).toEqual([]);
  });

  it("is read in a moment, whatever it is", async () => {
    const begun = performance.now();
    await read(`${"1".repeat(90_000)}x,email\n1,a@x.io\n`);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it("alone is a file without contacts", async () => {
    for (const text of ["email", "email\n", "email,name\r\n\r\n"]) expect(await read(text)).toEqual({ rows: [], bad: [], refusal: undefined });
  });
});

describe("Rows", () => {
  it.each([[","], [";"], ["\t"]])("are split at %j", async (d) => {
    const text = ["email", "first name", "note"].join(d) + `\na@x.io${d}Ada${d}"with ${d} in it"\n`;
    expect((await read(text)).rows).toEqual([{ line: 2, emails: ["a@x.io"], givenName: "Ada", traits: { note: `with ${d} in it` } }]);
  });

  it.each(["\n", "\r\n", "\r"])("end with %j, or with the file, in pieces of any size", async (end) => {
    for (const size of [1, 2, 3, 7, 100]) expect(await emails(["email", "a@x.io", "", "b@x.io"].join(end), size)).toEqual(["a@x.io", "b@x.io"]);
  });

  it("have several values of a key in one cell or in several", async () => {
    expect((await read("email,e-mail 2,mobile\na@x.io; b@x.io,c@x.io,1;2;\n")).rows).toEqual([{ line: 2, emails: ["a@x.io", "b@x.io", "c@x.io"], phones: ["1", "2"] }]);
  });

  it("keep quotes, blanks and line ends that are within quotes", async () => {
    const text = 'email,name,note\na@x.io,"O""Neill, Ada"  ,"one\r\ntwo"\nb@x.io,5" pipe,x\n';
    const [a, b] = (await read(text)).rows;
    expect([a!.displayName, a!.traits, b!.displayName, b!.line]).toEqual(['O"Neill, Ada', { note: "one\ntwo" }, '5" pipe', 4]);
  });

  it("may be shorter than the header, or longer by empty cells; not by full ones", async () => {
    const { rows, bad } = await read("email,name\na@x.io\nb@x.io,B,,\nc@x.io,C, Ltd\n,,\n,Nobody\n");
    expect(rows.map(({ line }) => line)).toEqual([2, 3]);
    expect(bad).toEqual([[4, "The row has 3 cells, the header has 2"], [6, "The row has no external id, e-mail or phone"]]);
  });

  it("with a huge cell are bad, and cost no other", async () => {
    for (const chars of [8_001, ROW_CHARS + 1, 1_000_000]) {
      const { rows, bad } = await read(`email,note\na@x.io,${"x".repeat(chars)}\nb@x.io,"${"y".repeat(chars)}"\nc@x.io,z\n`, 10_000);
      expect(rows.map(({ line }) => line)).toEqual([4]);
      expect(bad.map(([line, problem]) => [line, /longer than/.test(String(problem))])).toEqual([[2, true], [3, true]]);
    }
  });
});

describe("A broken quote costs its own row only", () => {
  const good = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `u${from + i}@x.io`);

  it("where it is never closed", async () => {
    const text = ["email,name", ...good(0, 5).map((email) => `${email},A`), 'bad@x.io,"B', ...good(5, 5_000).map((email) => `${email},C`)].join("\n");
    const { rows, bad } = await read(text);
    expect(rows.map(({ emails }) => (emails as string[])[0])).toEqual(good(0, 5_000));
    expect(bad).toEqual([[7, "A quote is opened and not closed"]]);
  });

  it("where a later row has quotes of its own", async () => {
    const text = ["email,name", 'bad@x.io,"B', ...good(0, 20).map((email) => `${email},A`), 'q@x.io,"C, D"', "z@x.io,Z"].join("\n");
    const { rows, bad } = await read(text);
    expect(rows.map(({ emails }) => (emails as string[])[0])).toEqual([...good(0, 20), "q@x.io", "z@x.io"]);
    expect(bad).toEqual([[2, "A closing quote is followed by something other than the end of its cell"]]);
  });

  it("where the file ends soon after it, or every row has one", async () => {
    expect(await read('email,name\na@x.io,"A\nb@x.io,B')).toMatchObject({ rows: [{ line: 3 }], bad: [[2, "A quote is opened and not closed"]] });
    const { rows, bad } = await read(`email,name\n${good(0, 3_000).map((email) => `${email},"A`).join("\n")}\n`);
    expect([rows.length, bad.length]).toEqual([0, 3_000]);
  });

  it("and a cell of very many lines is one", async () => {
    const note = (lines: number) => `email,note\na@x.io,"${"x\n".repeat(lines)}"\n`;
    expect((await read(note(ROW_LINES - 2))).bad).toEqual([]);
    expect((await read(note(ROW_LINES + 2))).bad[0]).toEqual([2, "A quote is opened and not closed"]);
  });
});

it("No file, however odd, loses a row without a word or stops the reading", async () => {
  const piece = fc.constantFrom('"', ",", "\n", "\r\n", " ", "a@x.io", "x", "\t", ";", "'", "=1");
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), async (pieces, size) => {
      const text = `email,name\n${pieces.join("")}\nlast@x.io,L\n`;
      const { rows, bad, refusal } = await read(text, size);
      expect(refusal).toBeUndefined();
      // Every line but blank ones belongs to a row, good or bad; the whole says the same in one piece.
      expect(await read(text)).toEqual({ rows, bad, refusal });
      const lines = createLines();
      const last = [...lines.push(text), ...lines.end()].length;
      const told = [...rows.map(({ line }) => line), ...bad.map(([line]) => line as number)];
      if (!pieces.includes('"')) {
        const full = text.split(/\r\n|\n/).flatMap((line, i) => (i && line.replace(/[,\s]/g, "") ? [i + 1] : []));
        expect(told.sort((a, b) => a - b)).toEqual(full);
      } else expect(Math.max(...told)).toBeLessThanOrEqual(last);
    }),
    { numRuns: 2_000 },
  );
});
