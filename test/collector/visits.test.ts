/** What the collector finds out of a visit by the request that began it, and what it does not keep. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import type { SessionCard } from "../../src/protocol/card";
import { anEvent, openCollector, ORIGIN, type Collector } from "./openCollector";
import { writeDatabase } from "./visits/writeDatabase";

const folder = mkdtempSync(path.join(tmpdir(), "parley-geo-"));
afterAll(() => rmSync(folder, { recursive: true }));
const DATABASE = path.join(folder, "places.mmdb");
const place = (country: string, city: string) => ({ country: { iso_code: country }, city: { names: { en: city } } });
writeFileSync(DATABASE, writeDatabase({ entries: { "81.2.69.0/24": place("GB", "London"), "2.125.160.0/24": place("DE", "Munich"), "2001:218:1::/48": place("JP", "Tokyo") } }));

const FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0";
const ANDROID = { device: "mobile", os: "Android", osVersion: "14", browser: "Firefox", browserVersion: "127.0" };
const HEADERS = { "user-agent": FIREFOX, "accept-language": "de-CH,de;q=0.9" };
const LONDON = "81.2.69.142";

let collector: Collector;
afterEach(() => collector.close());

interface Sent {
  from?: string;
  headers?: { [name: string]: string };
  more?: object;
}
let sessions = 0;
/** Begins a visit with a request from that address, and gives what is stored of its start. */
const begin = async (data: object = {}, { from = LONDON, headers = HEADERS, more = {} }: Sent = {}) => {
  const event = anEvent({ type: "session.started", session: `w${++sessions}`, seq: 0, data: { referrer: "", ...data } });
  const payload = collector.batch([anEvent({ session: `w${sessions}`, data: { device: "its own" } }), event], more);
  const answer = await collector.server.inject({ method: "POST", url: "/v1/events", payload, remoteAddress: from, headers: { origin: ORIGIN, "content-type": "text/plain", ...headers } });
  expect(answer.json()).toMatchObject({ accepted: 2, rejected: [] });
  return (JSON.parse((await collector.events()).find(({ id }) => id === event.id)!.data)) as object;
};
const card = async () => {
  const { cards } = await collector.store.cards({ site: collector.site.id, limit: 100 });
  return cards.find((one): one is SessionCard => one.id === `w${sessions}`)!;
};

it("A visit's start tells device, browser, language, and with a database the place", async () => {
  collector = await openCollector({ PE_GEO: DATABASE });
  expect(await begin()).toEqual({ referrer: "", ...ANDROID, language: "de-CH", country: "GB", city: "London" });
  expect((await card()).visit).toEqual({ device: "mobile", os: "Android", browser: "Firefox", browserVersion: "127.0", language: "de-CH", country: "GB", city: "London" });
  expect(await begin({}, { from: "2001:218:1:2:3:4:5:6" })).toMatchObject({ country: "JP", city: "Tokyo" });
  // Of other events nothing is known better than the page does.
  expect((await collector.events()).filter(({ data }) => data.includes('"its own"'))).toHaveLength(2);
});

it("Without a database nothing is told of the place, and from private addresses and others that it does not know neither", async () => {
  collector = await openCollector();
  expect(await begin()).toEqual({ referrer: "", ...ANDROID, language: "de-CH" });
  await collector.close();
  collector = await openCollector({ PE_GEO: DATABASE });
  for (const from of ["127.0.0.1", "10.0.0.7", "::1", "9.9.9.9"]) expect(await begin({}, { from })).toEqual({ referrer: "", ...ANDROID, language: "de-CH" });
});

it("A page cannot say these itself, whether the collector knows them or not", async () => {
  collector = await openCollector({ PE_GEO: DATABASE });
  const forged = { device: "tablet", os: "Forged", osVersion: "1", browser: "Forged", browserVersion: "1", language: "xx", bot: false, country: "US", region: "Forged", city: "Forged", timeZone: "Forged", own: "stays" };
  expect(await begin(forged)).toEqual({ referrer: "", own: "stays", ...ANDROID, language: "de-CH", country: "GB", city: "London" });
  expect(await begin(forged, { from: "9.9.9.9", headers: { "user-agent": "" } })).toEqual({ referrer: "", own: "stays" });
  expect(await card()).not.toHaveProperty("visit");
});

it("A server's word for a visit stands as it is: its own request says nothing of the visitor", async () => {
  collector = await openCollector({ PE_GEO: DATABASE });
  const headers = { authorization: `Bearer ${collector.secret}`, "user-agent": "node" };
  expect(await begin({ country: "FR", bot: true }, { headers })).toEqual({ referrer: "", country: "FR", bot: true });
});

it("X-Forwarded-For counts from a proxy that the operator trusts, and from nobody else", async () => {
  const forwarded = (address: string) => ({ headers: { ...HEADERS, "x-forwarded-for": address } });
  collector = await openCollector({ PE_GEO: DATABASE });
  expect(await begin({}, forwarded("2.125.160.1"))).toMatchObject({ country: "GB" });
  await collector.close();
  collector = await openCollector({ PE_GEO: DATABASE, PE_TRUST_PROXY: "10.0.0.0/8" });
  expect(await begin({}, forwarded("2.125.160.1"))).toMatchObject({ country: "GB" });
  expect(await begin({}, { ...forwarded("2.125.160.1"), from: "10.0.0.1" })).toMatchObject({ country: "DE" });
  // What a visitor wrote there themselves stands before what the proxy adds.
  expect(await begin({}, { ...forwarded("2001:218:1::1, 2.125.160.1"), from: "10.0.0.1" })).toMatchObject({ country: "DE" });
  for (const junk of ["unknown", "<script>", "2.125.160.1:99", "9".repeat(4_000)]) expect(await begin({}, { ...forwarded(junk), from: "10.0.0.1" })).not.toHaveProperty("country");
});

it("Bots are marked and not refused", async () => {
  collector = await openCollector();
  expect(await begin({}, { headers: { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" } })).toEqual({ referrer: "", device: "other", browser: "Googlebot", browserVersion: "2.1", bot: true });
  expect((await card()).visit?.bot).toBe(true);
  await begin();
  expect((await card()).visit).not.toHaveProperty("bot");
});

it("Without consent for analytics nothing is read from the request", async () => {
  collector = await openCollector({ PE_GEO: DATABASE });
  const consent = (analytics: string) => ({ more: { consent: { analytics, identity: "denied", messaging: "denied" } } });
  for (const state of ["denied", "pending"]) expect(await begin({ device: "forged" }, consent(state))).toEqual({ referrer: "" });
  expect(await begin({}, consent("granted"))).toMatchObject({ device: "mobile", country: "GB" });
});

it("Neither the address nor the browser's own text is written anywhere", async () => {
  collector = await openCollector({ PE_GEO: DATABASE, PE_TRUST_PROXY: "10.0.0.0/8" });
  const canary = "CanaryInTheCoalMine";
  await begin({}, { headers: { ...HEADERS, "user-agent": `${FIREFOX} ${canary}/1.0`, "accept-language": `de;${canary}` } });
  await begin({}, { headers: { ...HEADERS, "x-forwarded-for": "2.125.160.77" }, from: "10.0.0.1" });
  const { body } = await collector.server.inject("/metrics");
  await collector.stop();
  const kept = [body, ...collector.warnings, ...readdirSync(collector.folder).map((file) => readFileSync(path.join(collector.folder, file), "latin1"))].join("\n");
  expect(kept).toContain("Munich");
  for (const secret of [canary, "81.2.69", "2.125.160", "Gecko"]) expect(kept.includes(secret), secret).toBe(false);
});
