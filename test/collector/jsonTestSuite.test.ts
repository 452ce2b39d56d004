/** The files of https://github.com/nst/JSONTestSuite: what every parser must take, and what it must refuse. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, openCollector, type Collector } from "./openCollector";

const folder = path.resolve(process.env.PARLEY_CORPUS ?? "../shared/corpus", "jsontestsuite/test_parsing");
const present = existsSync(folder);
const named = (prefix: string) => (present ? readdirSync(folder).filter((name) => name.startsWith(prefix)) : []);
const read = (name: string) => readFileSync(path.join(folder, name));
const missing = present ? "" : ` (skipped: there is no ${folder}; set PARLEY_CORPUS)`;

let collector: Collector;
beforeAll(async () => {
  collector = await openCollector();
});
afterAll(() => collector.close());

/** The bytes as a value in the data of an otherwise good event. */
const wrapped = (bytes: Buffer): Buffer => {
  const [before = "", after = ""] = collector.batch([anEvent({ data: { value: "HERE" } })]).split('"HERE"');
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
};

describe.skipIf(!present)(`Every JSON text that a parser must${missing}`, () => {
  it("refuse is refused, alone and inside a batch", async () => {
    const names = named("n_");
    expect(names.length).toBeGreaterThan(180);
    for (const name of names) {
      const limit = read(name).length > 60_000 ? 413 : 400;
      expect([name, (await collector.post(read(name))).statusCode]).toEqual([name, limit]);
      expect([name, (await collector.post(wrapped(read(name)))).statusCode]).toEqual([name, limit]);
    }
    expect(await collector.events()).toEqual([]);
  });

  it("take is taken as data of an event", async () => {
    const names = named("y_");
    expect(names.length).toBeGreaterThan(90);
    for (const name of names) {
      const answer = await collector.post(wrapped(read(name)));
      expect([name, answer.statusCode, answer.json()]).toEqual([name, 202, { accepted: 1, duplicates: 0, rejected: [] }]);
    }
  });

  it("treat as it likes breaks nothing, and is treated alike twice", async () => {
    const names = named("i_");
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const [alone, again] = [await collector.post(read(name)), await collector.post(read(name))];
      expect([name, alone.statusCode < 500, again.statusCode]).toEqual([name, true, alone.statusCode]);
      expect([name, (await collector.post(wrapped(read(name)))).statusCode < 500]).toEqual([name, true]);
    }
  });
});
