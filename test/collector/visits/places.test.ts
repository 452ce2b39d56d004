/** Where visitors are, from real files in MaxMind's format that the tests write: an address is cut, looked up and forgotten. */
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { networkOf } from "../../../src/collector/visits/networkOf";
import { placeOf } from "../../../src/collector/visits/placeOf";
import { openPlaces, type Places } from "../../../src/collector/visits/places";
import { writeDatabase, type DatabaseOptions } from "./writeDatabase";

const folder = mkdtempSync(path.join(tmpdir(), "parley-places-"));
afterAll(() => rmSync(folder, { recursive: true }));

const MUNICH = {
  country: { iso_code: "DE", names: { en: "Germany", de: "Deutschland" } }, subdivisions: [{ iso_code: "BY", names: { en: "Bavaria" } }],
  city: { names: { en: "Munich", de: "München" } }, location: { time_zone: "Europe/Berlin", accuracy_radius: 20 },
};
const LONDON = { country: { iso_code: "GB" } };
const ENTRIES = { "81.2.69.0/24": LONDON, "2.125.160.0/20": MUNICH, "2001:218:1::/48": MUNICH, "2a02:d000::/24": LONDON, "10.0.0.0/8": LONDON, "fd00::/8": LONDON };
const WHOLE = { country: "DE", region: "Bavaria", city: "Munich", timeZone: "Europe/Berlin" };

/** For machines that do much else. */
const PATIENCE = { timeout: 20_000 };
const opened: Places[] = [];
afterEach(() => opened.splice(0).forEach((places) => places.close()));
let made = 0;
const fileOf = (bytes: Buffer | string) => {
  const file = path.join(folder, `${++made}.mmdb`);
  writeFileSync(file, bytes);
  return file;
};
const open = async (file: string, failed: (problem: unknown) => void = () => {}) => {
  const places = await openPlaces({ file, failed, watchMs: 20 });
  opened.push(places);
  return places;
};
const openOf = (options: Partial<DatabaseOptions> = {}) => open(fileOf(writeDatabase({ entries: ENTRIES, ...options })));

describe("An address", () => {
  it.each([
    ["81.2.69.142", "81.2.69.0"], ["255.255.255.255", undefined], ["0.0.0.0", undefined], ["10.1.2.3", undefined], ["192.168.1.7", undefined], ["172.16.0.1", undefined], ["127.0.0.1", undefined],
    ["169.254.169.254", undefined], ["100.64.0.1", undefined], ["224.0.0.1", undefined], ["2001:218:1:ffff:1:2:3:4", "2001:218:1::"], ["::ffff:81.2.69.142", "81.2.69.0"], ["::ffff:10.0.0.1", undefined],
    ["::1", undefined], ["fe80::1%eth0", undefined], ["fd00::1", undefined], ["4000::1", undefined], ["", undefined], ["unknown", undefined], ["81.2.69.142:4711", undefined], ["81.2.69", undefined],
    ["0x51.2.69.142", undefined], ["81.2.69.142, 10.0.0.1", undefined], ["x".repeat(8_000), undefined],
  ])("%s is cut to %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("A database", () => {
  it("tells country, region, city and time zone, of both kinds of addresses", async () => {
    const places = await openOf();
    expect([places.find("81.2.69.1"), places.find("::ffff:81.2.69.1")]).toEqual([{ country: "GB" }, { country: "GB" }]);
    expect([places.find("2.125.175.255"), places.find("2001:218:1:2::3")]).toEqual([WHOLE, WHOLE]);
    expect(places.find("2a02:d0ff::1")).toEqual({ country: "GB" });
  });

  it("knows nothing of others, nor of private ones, whatever it says of them, nor of what is no address", async () => {
    const places = await openOf();
    for (const address of ["81.2.70.1", "2001:218:2::1", "10.0.0.1", "fd00::1", "127.0.0.1", "::1", "unknown", "", "\0", "81.2.69.142 "]) expect([address, places.find(address)]).toEqual([address, {}]);
  });

  it("is asked for the network alone: what is finer is not seen", async () => {
    const places = await openOf({ entries: { "81.2.69.0/25": LONDON, "81.2.69.128/25": MUNICH } });
    expect(places.find("81.2.69.200")).toEqual({ country: "GB" });
  });

  it("of version 4 says nothing of addresses of version 6", async () => {
    const places = await openOf({ ipVersion: 4, entries: { "81.2.69.0/24": LONDON, "32.0.0.0/4": MUNICH } });
    expect([places.find("81.2.69.1"), places.find("2001:218::1")]).toEqual([{ country: "GB" }, {}]);
  });

  it("may be flat, or tell of countries only, or nonsense", () => {
    expect(placeOf({ country_code: "de", state1: "Bavaria", city: "Munich", timezone: "Europe/Berlin" })).toEqual(WHOLE);
    expect(placeOf({ country: "DE", region: "Bavaria", city: "Munich", timezone: "Europe/Berlin" })).toEqual(WHOLE);
    expect(placeOf({ country: "Germany", country_code: "DE" })).toEqual({ country: "DE" });
    for (const entry of [null, undefined, "DE", [], {}, { country: 49 }, { country: { iso_code: "DEU" } }, { city: { names: { en: "Munich" } } }, { registered_country: { iso_code: "DE" } }]) expect(placeOf(entry)).toEqual({});
    expect(placeOf({ country: { iso_code: "DE" }, subdivisions: "BY", city: { names: { en: "x".repeat(500) } }, location: { time_zone: 5 } })).toEqual({ country: "DE", city: "x".repeat(100) });
  });
});

describe("A file", () => {
  it.each<[what: string, bytes: () => Buffer | string | undefined, message: RegExp]>([
    ["that is not there", () => undefined, /^There is no such file\. Download one .* or unset PE_GEO\.$/],
    ["that is empty", () => "", /damaged, or not in MaxMind's format/],
    ["of another format", () => "network,country\n81.2.69.0/24,GB\n", /damaged, or not in MaxMind's format/],
    ["that is still packed", () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), /not packed/],
    ["that ends too early", () => writeDatabase({ entries: ENTRIES }).subarray(0, -300), /Download it again/],
    ["of which the beginning is missing", () => writeDatabase({ entries: ENTRIES }).subarray(-600), /Download it again/],
    ["about something else", () => writeDatabase({ entries: ENTRIES, databaseType: "GeoLite2-ASN" }), /another kind \(GeoLite2-ASN\)\. Use one of countries or cities\.$/],
  ])("%s is refused with a sentence that says what to do", async (_what, bytes, message) => {
    const content = bytes();
    await expect(open(content === undefined ? path.join(folder, "none.mmdb") : fileOf(content))).rejects.toThrow(message);
  });

  it("of a folder is refused as well", async () => {
    await expect(open(folder)).rejects.toThrow(/^It cannot be read: /);
  });

  it("is read again when another takes its place, and kept where that one is broken", async () => {
    const file = fileOf(writeDatabase({ entries: { "81.2.69.0/24": LONDON } }));
    const problems: unknown[] = [];
    const places = await open(file, (problem) => problems.push(problem));
    const replaceBy = (bytes: Buffer | string) => renameSync(fileOf(bytes), file);
    replaceBy(writeDatabase({ entries: { "81.2.69.0/24": MUNICH } }));
    await expect.poll(() => places.find("81.2.69.1"), PATIENCE).toEqual(WHOLE);
    replaceBy("broken");
    await expect.poll(() => problems.length, PATIENCE).toBe(1);
    expect(String(problems[0])).toMatch(/damaged/);
    expect(places.find("81.2.69.1")).toEqual(WHOLE);
    // Written over in place, as some do.
    copyFileSync(fileOf(writeDatabase({ entries: { "81.2.69.0/24": LONDON }, databaseType: "Test-Country" })), file);
    await expect.poll(() => places.find("81.2.69.1"), PATIENCE).toEqual({ country: "GB" });
  }, 60_000);

  it("that is taken away stays in use, and is told of once", async () => {
    const file = fileOf(writeDatabase({ entries: { "81.2.69.0/24": LONDON } }));
    const problems: unknown[] = [];
    const places = await open(file, (problem) => problems.push(problem));
    rmSync(file);
    await expect.poll(() => problems.length, PATIENCE).toBe(1);
    expect(String(problems[0])).toMatch(/There is no such file/);
    expect(places.find("81.2.69.1")).toEqual({ country: "GB" });
    writeFileSync(file, writeDatabase({ entries: { "81.2.69.0/24": MUNICH } }));
    await expect.poll(() => places.find("81.2.69.1"), PATIENCE).toEqual(WHOLE);
    expect(problems.filter((problem) => /no such file/.test(String(problem)))).toHaveLength(1);
  }, 60_000);

  it("with damaged entries is one that does not know them", async () => {
    const bytes = writeDatabase({ entries: { "81.2.69.0/24": LONDON } });
    // A pointer to nowhere in place of the map.
    const at = bytes.indexOf(Buffer.from([0xe1, 0x47]));
    expect(at).toBeGreaterThan(0);
    bytes.fill(0x3f, at, at + 10);
    expect((await open(fileOf(bytes))).find("81.2.69.1")).toEqual({});
  });
});
