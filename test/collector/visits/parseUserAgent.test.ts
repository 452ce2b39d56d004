/** What browsers call themselves, as they sent it, and what is known from that. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUserAgent } from "../../../src/collector/visits/parseUserAgent";
import { DEVICES } from "../../../src/protocol/visit";

const CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko)";
const WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X)";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K)";

/** Device, browser, version, system, version, and whether it is a bot. */
type Known = [device: string, browser?: string | undefined, browserVersion?: string | undefined, os?: string | undefined, osVersion?: string | undefined, bot?: "bot"];

const TABLE: [what: string, header: string, known: Known][] = [
  ["Chrome on Windows", `${WINDOWS} ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36`, ["desktop", "Chrome", "126.0", "Windows"]],
  ["Edge", `${WINDOWS} ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87`, ["desktop", "Edge", "126.0", "Windows"]],
  ["Opera", `${WINDOWS} ${CHROMIUM} Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0`, ["desktop", "Opera", "110.0", "Windows"]],
  ["Yandex", `${WINDOWS} ${CHROMIUM} Chrome/124.0.0.0 YaBrowser/24.6.0.0 Safari/537.36`, ["desktop", "Yandex Browser", "24.6", "Windows"]],
  ["Vivaldi", `${WINDOWS} ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36 Vivaldi/6.8.3381.46`, ["desktop", "Vivaldi", "6.8", "Windows"]],
  ["Firefox on Windows", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0", ["desktop", "Firefox", "127.0", "Windows"]],
  ["Firefox on Windows 7", "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0", ["desktop", "Firefox", "115.0", "Windows", "7"]],
  ["Internet Explorer on Windows 8.1", "Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; rv:11.0) like Gecko", ["desktop", "Internet Explorer", "11.0", "Windows", "8.1"]],
  ["Safari on a Mac, or on an iPad that does not tell", `${MAC} ${WEBKIT} Version/17.5 Safari/605.1.15`, ["desktop", "Safari", "17.5", "macOS"]],
  ["Chrome on a Mac", `${MAC} ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36`, ["desktop", "Chrome", "126.0", "macOS"]],
  ["Firefox on a Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0", ["desktop", "Firefox", "127.0", "macOS"]],
  ["an older Firefox on an older Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.13; rv:79.0) Gecko/20100101 Firefox/79.0", ["desktop", "Firefox", "79.0", "macOS", "10.13"]],
  ["Chrome on Linux", `Mozilla/5.0 (X11; Linux x86_64) ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36`, ["desktop", "Chrome", "126.0", "Linux"]],
  ["Firefox on Ubuntu", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", ["desktop", "Firefox", "127.0", "Linux"]],
  ["a Chromebook", `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36`, ["desktop", "Chrome", "126.0", "Chrome OS"]],

  ["Safari on an iPhone", `${IPHONE} ${WEBKIT} Version/17.5 Mobile/15E148 Safari/604.1`, ["mobile", "Safari", "17.5", "iOS", "17.5"]],
  ["Chrome on an iPhone", `${IPHONE} ${WEBKIT} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`, ["mobile", "Chrome", "126.0", "iOS", "17.5"]],
  ["Firefox on an iPhone", `${IPHONE} ${WEBKIT} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`, ["mobile", "Firefox", "127.0", "iOS", "17.5"]],
  ["Edge on an iPhone", `${IPHONE} ${WEBKIT} Version/17.0 EdgiOS/125.0.2535.96 Mobile/15E148 Safari/604.1`, ["mobile", "Edge", "125.0", "iOS", "17.5"]],
  ["Google's app", `${IPHONE} ${WEBKIT} GSA/322.0.645127163 Mobile/15E148 Safari/604.1`, ["mobile", "Google Search", "322.0", "iOS", "17.5"]],
  ["Safari on an old iPad", `Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) ${WEBKIT} Version/12.1.2 Mobile/15E148 Safari/604.1`, ["tablet", "Safari", "12.1", "iOS", "12.5"]],
  ["Chrome on an iPad", `Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) ${WEBKIT} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`, ["tablet", "Chrome", "126.0", "iOS", "17.5"]],
  ["Chrome on an iPad that pretends to be a Mac", `${MAC} ${WEBKIT} CriOS/126 Version/11.1.1 Safari/605.1.15`, ["tablet", "Chrome", "126", "iOS"]],
  ["Firefox on an iPad that pretends to be a Mac", `${MAC} ${WEBKIT} FxiOS/127.0 Safari/605.1.15`, ["tablet", "Firefox", "127.0", "iOS"]],
  ["Edge on an iPad that pretends to be a Mac", `${MAC} ${WEBKIT} Version/17.0 EdgiOS/125.0.2535.96 Mobile/15E148 Safari/604.1`, ["tablet", "Edge", "125.0", "iOS"]],

  ["Chrome on Android", `${ANDROID} ${CHROMIUM} Chrome/126.0.0.0 Mobile Safari/537.36`, ["mobile", "Chrome", "126.0", "Android"]],
  ["Chrome on an Android tablet", `${ANDROID} ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36`, ["tablet", "Chrome", "126.0", "Android"]],
  ["an older Chrome on Android 10", `Mozilla/5.0 (Linux; Android 10; VOG-L29) ${CHROMIUM} Chrome/88.0.4324.152 Mobile Safari/537.36`, ["mobile", "Chrome", "88.0", "Android", "10"]],
  ["Firefox on Android", "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", ["mobile", "Firefox", "127.0", "Android", "14"]],
  ["Firefox on an Android tablet", "Mozilla/5.0 (Android 13; Tablet; rv:127.0) Gecko/127.0 Firefox/127.0", ["tablet", "Firefox", "127.0", "Android", "13"]],
  ["Samsung's browser", `${ANDROID} ${CHROMIUM} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`, ["mobile", "Samsung Internet", "25.0", "Android"]],
  ["UC on Android", `Mozilla/5.0 (Linux; U; Android 13; en-US; SM-A135F Build/TP1A.220624.014) ${CHROMIUM} Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.6.0.1312 Mobile Safari/537.36`, ["mobile", "UC Browser", "13.6", "Android", "13"]],
  ["Opera Mini", "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; en) Presto/2.12.423 Version/12.16", ["mobile", "Opera", "12.16", "Android"]],
  ["a Kindle Fire", `Mozilla/5.0 (Linux; Android 11; KFTRWI) ${CHROMIUM} Silk/126.3.1 like Chrome/126.0.6478.71 Safari/537.36`, ["tablet", "Amazon Silk", "126.3", "Android", "11"]],

  ["Facebook's app on Android", `Mozilla/5.0 (Linux; Android 13; SM-S918B Build/TP1A.220624.014; wv) ${CHROMIUM} Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/467.0.0.51.80;]`, ["mobile", "Facebook", undefined, "Android", "13"]],
  ["Facebook's app on an iPhone", `${IPHONE} ${WEBKIT} Mobile/21F90 [FBAN/FBIOS;FBAV/468.0.0.36.105;FBDV/iPhone15,3;FBSN/iOS;FBSV/17.5.1]`, ["mobile", "Facebook", undefined, "iOS", "17.5"]],
  ["Instagram's app on an iPhone", `${IPHONE} ${WEBKIT} Mobile/21F79 Instagram 336.0.4.23.88 (iPhone14,5; iOS 17_5; de_DE; de; scale=3.00; 1170x2532; 612083547)`, ["mobile", "Instagram", undefined, "iOS", "17.5"]],
  ["Instagram's app on an iPad that pretends to be a Mac", `${MAC} ${WEBKIT} Mobile/15E148 Instagram 336.0.4.23.88 (iPad13,4; iPadOS 17_5; en_US; en; scale=2.00; 1668x2388; 612083547)`, ["tablet", "Instagram", undefined, "iOS"]],
  ["TikTok's app", `${IPHONE} ${WEBKIT} Mobile/15E148 musical_ly_34.7.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US`, ["mobile", "TikTok", undefined, "iOS", "17.5"]],
  ["LinkedIn's app", `${IPHONE} ${WEBKIT} Mobile/15E148 [LinkedInApp]/9.29.6234`, ["mobile", "LinkedIn", undefined, "iOS", "17.5"]],
  ["WeChat's app", `Mozilla/5.0 (Linux; Android 12; M2101K6G Build/SKQ1; wv) ${CHROMIUM} Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 MicroMessenger/8.0.32.2300(0x28002037) WeChat/arm64 Weixin NetType/WIFI Language/en ABI/arm64`, ["mobile", "WeChat", "8.0", "Android", "12"]],
  ["DuckDuckGo's browser", `${IPHONE} ${WEBKIT} Version/17.5 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`, ["mobile", "DuckDuckGo", undefined, "iOS", "17.5"]],

  ["a television set", `Mozilla/5.0 (Web0S; Linux/SmartTV) ${CHROMIUM} Chrome/87.0.4280.88 Safari/537.36 WebAppManager`, ["other", "WebOS Browser", undefined, "WebOS"]],
  ["a games console", `Mozilla/5.0 (PlayStation; PlayStation 5/6.50) ${WEBKIT} Version/15.4 Safari/605.1.15`, ["other", "Safari", "15.4"]],

  ["Googlebot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ["other", "Googlebot", "2.1", undefined, undefined, "bot"]],
  ["Googlebot as a phone", `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${CHROMIUM} Chrome/126.0.6478.61 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`, ["other", "Googlebot", "2.1", "Android", "6.0", "bot"]],
  ["bingbot", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36", ["other", "BingCrawler", "2.0", undefined, undefined, "bot"]],
  ["GPTBot", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", ["other", "GPTBot", "1.2", undefined, undefined, "bot"]],
  ["a browser that a program drives", `Mozilla/5.0 (X11; Linux x86_64) ${CHROMIUM} HeadlessChrome/126.0.0.0 Safari/537.36`, ["desktop", "Chrome", "126.0", "Linux", undefined, "bot"]],
  ["Lighthouse", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROMIUM} Chrome/126.0.0.0 Safari/537.36 Chrome-Lighthouse`, ["desktop", "Chrome", "126.0", "macOS", undefined, "bot"]],
  ["curl", "curl/8.5.0", ["other", undefined, undefined, undefined, undefined, "bot"]],
  ["Node", "node", ["other", undefined, undefined, undefined, undefined, "bot"]],
  ["Python", "python-requests/2.32.3", ["other", undefined, undefined, undefined, undefined, "bot"]],
];

describe("A browser's own name tells", () => {
  it.each(TABLE)("%s", (_what, header, [device, browser, browserVersion, os, osVersion, bot]) => {
    const { bot: isBot, ...told } = parseUserAgent(header);
    const expected = { device, browser, browserVersion, os, osVersion };
    expect(told).toEqual(Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)));
    expect(isBot).toBe(bot && true);
  });

  it("nothing where it is empty", () => {
    for (const header of ["", " ", "\t"]) expect(parseUserAgent(header)).toEqual({});
  });
});

describe("A hostile name", () => {
  const MS = 50;
  const parts = ["Mozilla/5.0 (", "(", " ", "Android ", "iPhone OS ", "1.", "version/", "Mac OS X 10_", "Windows NT ", "Macintosh ", "bot;", "FBAN ", "CriOS/", "\0", "ă", "😀", "__proto__ ", "constructor/1 "];

  it.each(parts)("of 8 kB of %j is read at once, and none of it comes out", (part) => {
    const header = part.repeat(Math.ceil(8_000 / part.length));
    // The best of three: this machine may be busy with something else.
    const times = [1, 2, 3].map(() => {
      const before = performance.now();
      parseUserAgent(header);
      return performance.now() - before;
    });
    expect(Math.min(...times)).toBeLessThan(MS);
    const told = parseUserAgent(header);
    expect(JSON.stringify(told).length).toBeLessThan(200);
  });

  it("yields names of the list and numbers alone, whatever it is", () => {
    const names = new Set(TABLE.flatMap(([, header]) => parseUserAgent(header).browser ?? []));
    expect(names.size).toBeGreaterThan(20);
    const piece = fc.oneof(fc.string(), fc.constantFrom(...parts, ...TABLE.map(([, header]) => header), "evil@example.com/1.0 ", "4915112345678/99999999999.8 "));
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { device, browserVersion = "0", osVersion = "0", browser = "", os = "" } = parseUserAgent(pieces.join(""));
      expect([...DEVICES, undefined]).toContain(device);
      for (const version of [browserVersion, osVersion]) expect(version).toMatch(/^\d{1,5}(\.\d{1,5})?$/);
      for (const name of [browser, os]) expect(name).toMatch(/^[\w .!]{0,30}$/);
      expect(`${browser} ${os}`).not.toMatch(/evil|4915/);
    }), { numRuns: 500 });
  });
});
