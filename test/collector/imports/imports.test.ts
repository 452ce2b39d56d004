import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createImports } from "../../../src/collector/imports/imports";
import type { Import } from "../../../src/protocol/contact";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const bearer = () => ({ authorization: `Bearer ${collector.secret}` });
const post = (payload: string | Buffer, { query = "", headers = bearer() as { [name: string]: string } } = {}) =>
  collector.server.inject({ method: "POST", url: `/v1/imports${query}`, payload, headers });
const get = (url: string, headers: { [name: string]: string } = bearer()) => collector.server.inject({ url, headers });
const find = async (id: string): Promise<Import> => (await get(`/v1/imports/${id}`)).json();
const ended = (id: string) => vi.waitFor(async () => {
  const told = await find(id);
  expect(told.state).not.toBe("running");
  return told;
}, { timeout: 60_000 });
/** Imports a file to its end. */
async function run(file: string | Buffer, query = ""): Promise<Import> {
  const answer = await post(file, { query });
  expect([answer.statusCode, answer.json()]).toEqual([202, { id: expect.any(String) }]);
  return ended(answer.json().id);
}
/** The whole directory, without what differs from run to run. */
const directory = async () => {
  const { store, site } = collector;
  const { contacts } = await store.findContacts({ site: site.id, q: "", limit: 100 });
  const whole = await Promise.all(contacts.map(({ id }) => store.contact({ site: site.id, id })));
  return whole.map((contact) => {
    const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...fields } = contact!;
    return fields;
  });
};
const report = async (id: string) => parse((await get(`/v1/imports/${id}/report`)).payload, { bom: true, relax_column_count: true });

describe("An import", () => {
  it("creates, updates and leaves alone, and changes nothing the second time", async () => {
    const file = "email,mobile,First name\nada@x.io,07911 123456,Ada\nbob@x.io,,Bob\nADA@x.io,,Augusta\n";
    const first = await run(file, "?region=gb");
    expect(first).toEqual({ id: first.id, state: "done", readBytes: file.length, totalBytes: file.length, created: 2, updated: 1, unchanged: 0, bad: 0, problems: [] });
    expect(await directory()).toEqual([
      { emails: ["ada@x.io"], phones: ["+447911123456"], givenName: "Augusta" },
      { emails: ["bob@x.io"], givenName: "Bob" },
    ]);
    const known = await directory();
    expect(await run("email,First name\nbob@x.io,Bob\nada@x.io,Augusta\n")).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await directory()).toEqual(known);
  });

  it("tells of bad rows by line, and takes all others", async () => {
    const file = ["id,email,phone", "1,ada@x.io,", "2,no address,", ',,"+1"', "3,,07911 123456", '4,"x@x.io', "5,eve@x.io,"].join("\n");
    const told = await run(file);
    expect(told).toMatchObject({ state: "done", created: 2, updated: 0, unchanged: 0, bad: 4 });
    expect(told.problems.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  });

  it("takes a later row for the same contact as news of it, and no row whose keys are of two", async () => {
    const rows = ["1,ada@x.io,,Ada", "1,,+44 7911 123456,Augusta", ",bo@x.io,,Bo", ",,+44 7911 123457,Cy", ",bo@x.io,+44 7911 123456,", ",bo@x.io,+44 7911 123457,", "1,bo@x.io,,", "2,ada@x.io,,Twin", "1 ,,,"];
    const told = await run(`id,email,phone,name\n${rows.join("\n")}\n`);
    expect(told).toMatchObject({ created: 4, updated: 1, unchanged: 1, bad: 3 });
    expect(told.problems.map(({ line, problem }) => [line, problem.startsWith("Another contact has this")])).toEqual([[6, true], [7, true], [8, true]]);
    expect(await directory()).toEqual([
      { externalIds: ["1"], emails: ["ada@x.io"], phones: ["+447911123456"], displayName: "Augusta" },
      { emails: ["bo@x.io"], displayName: "Bo" },
      { phones: ["+447911123457"], displayName: "Cy" },
      // Whoever has an id of their own may share an address.
      { externalIds: ["2"], emails: ["ada@x.io"], displayName: "Twin" },
    ]);
  });

  it("says what was guessed of the file, or why it cannot be read", async () => {
    expect(await run(Buffer.from("email,name\njose@x.io,José\n", "latin1"))).toMatchObject({ created: 1, notes: [expect.stringContaining("Windows-1252")] });
    expect(await directory()).toEqual([{ emails: ["jose@x.io"], displayName: "José" }]);
    expect(await run(Buffer.from("PK\x03\x04\0\0", "latin1"))).toMatchObject({ state: "failed", reason: expect.stringContaining("workbook") });
    expect(await run("")).toMatchObject({ state: "failed", reason: expect.stringContaining("empty") });
    expect(await run("name\nAda\n")).toMatchObject({ state: "failed", reason: expect.stringContaining("must name the columns") });
    expect(await run("email\n")).toMatchObject({ state: "done", created: 0, bad: 0 });
  });

  it("has one turn at a time, in the order in which the files came", async () => {
    const ids: string[] = [];
    for (const name of ["A", "B", "C"]) ids.push((await post(`email,name\na@x.io,${name}\n`)).json().id);
    for (const id of ids) expect((await ended(id)).state).toBe("done");
    expect(await directory()).toEqual([{ emails: ["a@x.io"], displayName: "C" }]);
  });
});

describe("The report", () => {
  it("has every bad row with its line, its problem and its cells, none of which a spreadsheet takes for a formula", async () => {
    const cells = ["=1+1", "+1", "-1", "@x", "\tx", "\uFF1D1+1", "fine", 'say ""hi""'];
    const rows = Array.from({ length: 50 }, (_, i) => `nobody,${cells.map((cell) => `"${cell}"`).join()},${i}`);
    const told = await run(`email,${cells.map((_, i) => `c${i}`).join()},n\n${rows.join("\n")}\nlast,"x`);
    expect([told.bad, told.problems.length]).toEqual([51, 20]);
    const [header, ...lines] = await report(told.id);
    expect(header!.slice(0, 4)).toEqual(["line", "problem", "email", "c0"]);
    expect(lines).toHaveLength(51);
    expect(lines[0]).toEqual(["2", expect.stringContaining("is no e-mail address"), "nobody", "'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\uFF1D1+1", "fine", 'say "hi"', "0"]);
    expect(lines[50]).toEqual(["52", "A quote is opened and not closed", 'last,"x']);
    for (const line of lines) for (const cell of line) expect(cell).not.toMatch(/^[=+\-@\t\r\uFF1D]/);
  });

  it("can be mended and imported as it is: what spreadsheets need is no part of anybody's keys", async () => {
    const { id } = await run('id,email,phone,note\n-5,nobody,+44 7911 123456,=1+1\n');
    const lines = (await get(`/v1/imports/${id}/report`)).payload.split("\r\n");
    const mended = [lines[0], ...lines.slice(1).map((line) => line.replace(',"nobody",', ',"ada@x.io",'))].join("\r\n");
    expect(await run(mended)).toMatchObject({ state: "done", created: 1, bad: 0 });
    expect(await directory()).toEqual([{ externalIds: ["-5"], emails: ["ada@x.io"], phones: ["+447911123456"], traits: { note: "=1+1" } }]);
  });

  it("is not there when no row was bad, and for nobody else", async () => {
    const fine = await run("email\na@x.io\n");
    expect((await get(`/v1/imports/${fine.id}/report`)).json()).toMatchObject({ error: "no_report" });
    const bad = await run("email\nnobody\n");
    const answer = await get(`/v1/imports/${bad.id}/report`);
    expect(answer.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="bad-rows.csv"', "cache-control": "no-store" });
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    for (const url of [`/v1/imports/${bad.id}`, `/v1/imports/${bad.id}/report`, "/v1/imports/none", "/v1/imports/none/report"]) {
      if (url.includes(bad.id)) expect((await get(url, {})).statusCode).toBe(401);
      else expect((await get(url)).statusCode).toBe(404);
    }
  });
});

describe("Who may import", () => {
  it("is a server with the secret key, or an agent in the console", async () => {
    const cookie = await collector.cookie();
    const tries: [{ [name: string]: string }, number][] = [
      [{}, 401], [{ authorization: "Bearer sk_wrong" }, 401], [{ authorization: `Bearer ${collector.site.key}` }, 401],
      [{ cookie, "sec-fetch-site": "same-origin" }, 202], [{ cookie, "sec-fetch-site": "cross-site" }, 403], [{ cookie, origin: "https://evil.io" }, 403], [{ cookie }, 403],
    ];
    for (const [headers, status] of tries) expect([(await post("email\na@x.io\n", { headers })).statusCode, headers]).toEqual([status, headers]);
  });

  it("sends the bytes of the file, and a region that can be one", async () => {
    expect((await post("x", { headers: { ...bearer(), "content-type": "multipart/form-data; boundary=x" } })).json()).toMatchObject({ error: "wrong_content_type" });
    for (const query of ["?region=GBR", "?region=1", "?region=GB&region=FR"]) expect((await post("email\n", { query })).json()).toMatchObject({ error: "wrong_region" });
    for (const type of ["text/csv", "application/x-www-form-urlencoded", "no type"]) expect((await post("email\n", { headers: { ...bearer(), "content-type": type } })).statusCode).toBe(202);
  });

  it("keeps to the largest size", async () => {
    const imports = await createImports({ store: collector.store, folder: path.join(collector.folder, "small"), now: () => NOW, failed: () => {}, limitBytes: 10 });
    const body = async function* () { for (let i = 0; i < 3; i++) yield Buffer.from("12345"); };
    expect(await imports.begin({ site: collector.site.id, body: body() })).toBe("too_large");
    expect(readdirSync(path.join(collector.folder, "small", "imports"))).toEqual([]);
    await imports.close();
  });
});

describe("While a file is read", () => {
  const file = `email,note\n${Array.from({ length: 6_000 }, (_, i) => `u${i}@x.io,secret-note-${i}`).join("\n")}\nnobody,x\n`;

  it("its progress is seen, and events are taken", async () => {
    const { id } = (await post(file)).json();
    const seen: Import[] = [];
    let events = 0;
    for (let state = "running"; state === "running"; ) {
      const told = await find(id);
      seen.push(told);
      ({ state } = told);
      const answer = await collector.post(collector.batch([anEvent()]));
      expect(answer.statusCode).toBe(202);
      events++;
    }
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ state: "done", created: 6_000, bad: 1, readBytes: file.length });
    const between = seen.filter(({ readBytes }) => readBytes > 0 && readBytes < file.length);
    expect(between.length).toBeGreaterThan(2);
    expect(between.every(({ readBytes }, i) => !i || readBytes >= between[i - 1]!.readBytes)).toBe(true);
    // Between sixty groups there is room for many; between the few pieces of the file for a handful.
    expect(events).toBeGreaterThan(30);
  });

  it("nothing of it stands on the disk in clear, then or later", async () => {
    const { id } = (await post(file)).json();
    const canaries = () => {
      const files = readdirSync(collector.folder, { recursive: true, encoding: "utf8" }).filter((name) => /\./.test(name) || name.startsWith(`imports${path.sep}`));
      expect(files.length).toBeGreaterThan(1);
      return files.filter((name) => /secret-note|nobody|u1@x\.io/.test(readFileSync(path.join(collector.folder, name), "latin1")));
    };
    expect(canaries()).toEqual([]);
    await ended(id);
    expect((await get(`/v1/imports/${id}/report`)).payload).toContain("nobody");
    expect(canaries()).toEqual([]);
  });

  it("a failure to write ends it with what to do", async () => {
    await collector.close();
    let groups = 0;
    collector = await openCollector({}, (store) => ({ ...store, importContacts: async (group) => {
      if (++groups > 3) throw new Error("database or disk is full");
      return store.importContacts(group);
    } }));
    expect(await run(file)).toMatchObject({ state: "failed", reason: expect.stringContaining("import the file again"), created: 300 });
    expect(await run("email\n")).toMatchObject({ state: "done" });
  });

  it("a collector that stops says so at its next start, and so does one that was killed", async () => {
    const { store, folder, site } = collector;
    const { id } = (await post(file)).json();
    await vi.waitFor(async () => expect((await find(id)).readBytes).toBeGreaterThan(0), { timeout: 60_000 });
    const begun = { site: site.id, body: (async function* () { yield Buffer.from("email\nx@x.io\n"); })() };
    // Killed: nothing was said, and the files lie about.
    await store.saveImport(site.id, { id: "killed", state: "running", readBytes: 1, totalBytes: 2, created: 1, updated: 0, unchanged: 0, bad: 0, problems: [] });
    const next = await createImports({ store, folder: path.join(folder, "next"), now: () => NOW, failed: () => {} });
    for (const one of ["killed"]) expect(await next.find(site.id, one)).toMatchObject({ state: "failed", created: 1, reason: expect.stringContaining("Import it again") });
    const { id: fresh } = (await next.begin(begun)) as { id: string };
    await next.close();
    expect((await next.find(site.id, fresh))!.state).toMatch(/done|failed/);
    expect(readdirSync(path.join(folder, "next"))).toEqual([]);
  });
});
