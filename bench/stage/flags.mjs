/** How browsers are started: Debian's own where they are, without a word to anybody but the page. */
import { existsSync } from "node:fs";
import { chromium, firefox } from "playwright";

export const CHROMIUM = existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : chromium.executablePath();
const FIREFOX = "/usr/bin/firefox-esr";

/** Without a sandbox it runs in containers, and its processes' clocks can be read. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--disable-default-apps",
  // A page that looks driven by a program is no visitor to some SDKs.
  "--disable-blink-features=AutomationControlled",
];

/** What a visitor's browser says; some SDKs send nothing from a headless one. */
export const agent = (version) => `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split(".")[0]}.0.0.0 Safari/537.36`;

/** Whoever interrupts the bench interrupts all of it: bench.mjs sees to that. */
const SIGNALS = { handleSIGINT: false, handleSIGTERM: false };

/** @param {"chromium" | "firefox"} name */
export async function launchBrowser(name) {
  if (name === "firefox") {
    const own = existsSync(FIREFOX) ? { channel: "moz-firefox", executablePath: FIREFOX } : {};
    return firefox.launch({ ...own, ...SIGNALS, firefoxUserPrefs: { "browser.sessionhistory.max_total_viewers": 0, "dom.webdriver.enabled": false } });
  }
  // Playwright itself switches the back-forward cache off.
  return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS, ...SIGNALS });
}
