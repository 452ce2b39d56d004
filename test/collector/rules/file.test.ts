/** Rules that an operator keeps in a file. */
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RULE_SET_BYTES } from "../../../src/protocol/ruleAnswers";
import { createRuleFile, type RuleFile } from "../../../src/collector/ruleFile";
import { NOW, openCollector, type Collector } from "../openCollector";
import { freePort, killCollectors, missing, startCollector } from "../startCollector";
import { aSet, BROKEN } from "./sets";

const empty = { segments: [], outcomes: [], actionMaps: [] };
let collector: Collector;
let file: RuleFile;
let where: string;
let told: string[];
let warned: string[];
beforeEach(async () => {
  collector = await openCollector();
  where = path.join(collector.folder, "rules.json");
  [told, warned] = [[], []];
  file = createRuleFile({ path: where, site: collector.site.id, store: collector.store, now: () => NOW, told: (line) => told.push(line), warn: (lines) => warned.push(lines), lookMs: 5 });
});
afterEach(async () => {
  await file.stop();
  await collector.close();
});
const write = (content: unknown) => writeFileSync(where, typeof content === "string" ? content : JSON.stringify(content));
const running = () => collector.store.rules(collector.site.id);
const until = (what: () => void | Promise<void>) => vi.waitFor(what, { timeout: 60_000, interval: 5 });

describe("A file of rules", () => {
  it("runs when it is read, by the file", async () => {
    write(`\uFEFF${JSON.stringify(aSet(), null, 2)}`);
    await file.read();
    expect(await running()).toEqual({ version: 1, set: aSet(), at: NOW, by: "file" });
    expect([told, warned]).toEqual([[`The rules of ${where} run, as version 1.`], []]);
  });

  it("makes no version where it says what runs already, in whatever order", async () => {
    const { segments, outcomes, actionMaps } = aSet();
    write({ actionMaps, outcomes, segments });
    await file.read();
    await file.read();
    write(aSet());
    await file.read();
    expect([(await running()).version, told.length]).toEqual([1, 1]);
  });

  it("runs again in place of what was saved meanwhile", async () => {
    write(aSet());
    await file.read();
    await collector.store.saveRules({ site: collector.site.id, set: empty, by: "Dana", at: NOW });
    await file.read();
    expect(await running()).toMatchObject({ version: 3, set: aSet(), by: "file" });
  });

  it.each([
    ["with two mistakes", { ...BROKEN, outcames: [] }, /\n {2}segmants: .+\n {2}outcames: .+/],
    ["that is no JSON", '{"segments": [', /\n {2}It is no JSON: .+\./],
    ["that is empty", "", /no JSON/],
    ["that is too large", JSON.stringify(aSet()) + " ".repeat(RULE_SET_BYTES), /\n {2}It has \d+ bytes; rules may have 1000000\./],
  ])("%s never replaces the set that runs, and every place is told", async (_what, content, message) => {
    write(content);
    await file.read();
    expect([(await running()).version, warned[0]]).toEqual([0, expect.stringContaining(`PE_RULES is "${where}". Its rules were not taken, and the site has none yet:`)]);
    await collector.store.saveRules({ site: collector.site.id, set: aSet(), by: "server", at: NOW });
    await file.read();
    expect(await running()).toMatchObject({ version: 1, set: aSet(), by: "server" });
    expect([warned.length, warned[1]]).toEqual([2, expect.stringMatching(message)]);
    expect(warned[1]).toContain("and version 1 runs on:");
    expect(told).toEqual([]);
  });

  it("that is missing, or a folder, is told with what to do", async () => {
    await file.read();
    await createRuleFile({ path: collector.folder, site: collector.site.id, store: collector.store, now: () => NOW, told: () => {}, warn: (lines) => warned.push(lines) }).read();
    for (const line of warned) expect(line).toContain("The file cannot be read. Is the path right");
    expect([warned.length, (await running()).version]).toEqual([2, 0]);
  });
});

describe("A file that changes", () => {
  it("runs anew: written over, put in place of the old one, and after it was missing", async () => {
    write(empty);
    await file.read();
    file.start();
    write(aSet());
    await until(async () => expect(await running()).toMatchObject({ version: 1, set: aSet() }));
    rmSync(where);
    writeFileSync(`${where}.new`, JSON.stringify({ ...empty, caps: { between: "1d" } }));
    renameSync(`${where}.new`, where);
    await until(async () => expect(await running()).toMatchObject({ version: 2, set: { caps: { between: "1d" } } }));
    expect(warned).toEqual([]);
  });

  it("is complained of once, and taken when it is mended", async () => {
    write(BROKEN);
    await file.read();
    file.start();
    write({ ...BROKEN, more: 1 });
    await until(() => expect(warned).toHaveLength(2));
    // Another file is changed again and again, and read each time: this one was looked at as often.
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "h" });
    const other = createRuleFile({ path: `${where}.other`, site: "other", store: collector.store, now: () => NOW, told: () => {}, warn: () => {}, lookMs: 5 });
    other.start();
    for (let version = 1; version <= 4; version++) {
      writeFileSync(`${where}.other`, JSON.stringify({ ...empty, caps: { between: `${version}d` } }));
      await until(async () => expect((await collector.store.rules("other")).version).toBe(version));
    }
    await other.stop();
    expect(warned).toHaveLength(2);
    write(aSet());
    await until(async () => expect((await running()).version).toBe(1));
    expect(warned).toHaveLength(2);
  });

  it("is left alone while it is being written", async () => {
    file.start();
    write("{");
    for (let i = 0; i < 100; i++) {
      appendFileSync(where, " ");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    write(aSet());
    await until(async () => expect((await running()).version).toBe(1));
    expect(warned).toEqual([]);
  });

  it("is left alone once it has stopped", async () => {
    file.start();
    await file.stop();
    write(aSet());
    // Another one, of another site, that has looked often enough since.
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "h" });
    const other = createRuleFile({ path: where, site: "other", store: collector.store, now: () => NOW, told: () => {}, warn: () => {}, lookMs: 5 });
    other.start();
    await until(async () => expect((await collector.store.rules("other")).version).toBe(1));
    await other.stop();
    expect((await running()).version).toBe(0);
  });
});

describe(`The collector as a process${missing}`, () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "parley-rules-"))));
  afterEach(() => {
    killCollectors();
    rmSync(folder, { recursive: true });
  });

  it.skipIf(missing)("starts with a broken file and says so, and reads it again at SIGHUP", async () => {
    write(BROKEN);
    const { child, printed } = await startCollector({ PORT: await freePort(), PE_DATA: folder, PE_RULES: where });
    await until(() => expect(printed()).toContain("Agents' console"));
    // It comes by another pipe, which may be read later.
    await until(() => expect(printed()).toContain("and the site has none yet:\n  segmants: "));
    write(aSet());
    child.kill("SIGHUP");
    await until(() => expect(printed()).toContain("run, as version 1."));
    expect(child.exitCode).toBe(null);
  });
});
