/** Reads device, system and browser out of the header by which a browser names itself. Only names of a fixed list come out, never a text of the header's own. */
import Bowser from "bowser";
import { isbot } from "isbot";
import type { Device, VisitData } from "../../protocol/visit";

/** Real ones are shorter: what comes behind is not looked at. */
export const USER_AGENT_CHARS = 512;

/** Names that are shorter among people than in the library. */
const SHORT: { [name: string]: string } = { "Microsoft Edge": "Edge", "Samsung Internet for Android": "Samsung Internet", "Android Browser": "Android" };
const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP));

/** Apps that show pages in a window of their own and say so; the browser below is the system's. */
const APPS: [app: string, mark: RegExp][] = [
  ["Facebook", /\bFB(AN|AV|_IAB)\b/], ["Instagram", /\bInstagram\b/], ["TikTok", /\b(musical_ly|BytedanceWebview|TikTok)/], ["LinkedIn", /\bLinkedInApp\b/],
  ["Snapchat", /\bSnapchat\b/], ["Pinterest", /\bPinterest\b/], ["DuckDuckGo", /\bDuckDuckGo\b|\bDdg\//],
];

/** An iPad that asks for websites as a Mac does: with a browser that there is on iOS only, or that says `Mobile`. Safari itself tells nothing. */
const IPAD_AS_MAC = /\bMacintosh\b.*(\b(CriOS|FxiOS|EdgiOS|OPiOS|OPT|GSA|Mobile)\/|\biPad)/;
/** Browsers have told these for years, whatever the system is: Windows 11 is 10.0, every macOS is 10.15, every Android 10 with a device called K. */
const FROZEN = /\bWindows NT 10\.0\b|\bMac OS X 10[._]15(?!\d)|\bAndroid 10; K\b/;

/** @returns nothing of what it cannot tell, and nothing at all of an empty text */
export function parseUserAgent(header: string): VisitData {
  const text = header.slice(0, USER_AGENT_CHARS).trim();
  if (text === "") return {};
  const { browser, os, platform } = Bowser.parse(text);
  const isIpad = IPAD_AS_MAC.test(text);
  const isBot = isbot(text);
  const app = isBot ? undefined : APPS.find(([, mark]) => mark.test(text))?.[0];
  const name = app ?? known(browser.name, BROWSERS);
  const version = name === undefined || app !== undefined ? undefined : majorMinor(browser.version);
  const system = isIpad ? "iOS" : known(os.name, SYSTEMS);
  const osVersion = system === undefined || isIpad || FROZEN.test(text) ? undefined : majorMinor(os.name === "Windows" ? os.versionName : os.version);
  return {
    device: isIpad ? "tablet" : deviceOf(platform.type),
    ...(system !== undefined && { os: system }),
    ...(osVersion !== undefined && { osVersion }),
    ...(name !== undefined && { browser: name }),
    ...(version !== undefined && { browserVersion: version }),
    ...(isBot && { bot: true }),
  };
}

function known(name: string | undefined, names: Set<string>): string | undefined {
  return name !== undefined && names.has(name) ? SHORT[name] ?? name : undefined;
}

function deviceOf(type: string | undefined): Device {
  return type === "desktop" || type === "mobile" || type === "tablet" ? type : "other";
}

/** The rest changes every week, says nothing to a rule, and would help to tell visitors apart. */
function majorMinor(version: string | undefined): string | undefined {
  return /^\d{1,5}(\.\d{1,5})?/.exec(version ?? "")?.[0];
}
