/** Sees to it that the browsers for tests are there: Debian's for root, playwright's own for everybody else, who has no WebKit then. */
import { existsSync } from "node:fs";
import { must, runBeside } from "./run.mjs";

const DEBIAN = { chromium: "/usr/bin/chromium", "firefox-esr": "/usr/bin/firefox-esr" };
/** WebKit, and a screen for it that nobody sees. */
const DEBIAN_ALONE = { "webkit2gtk-driver": "/usr/bin/WebKitWebDriver", xvfb: "/usr/bin/Xvfb" };

const missingOf = (packages) => Object.keys(packages).filter((name) => !existsSync(packages[name]));

/** @param {Promise<void>} [packages] settles when playwright itself is installed */
export async function installBrowsers(packages) {
  const isRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const missing = missingOf({ ...DEBIAN, ...(isRoot && DEBIAN_ALONE) });
  if (!missing.length) return;
  if (isRoot) {
    console.log(`Installing ${missing.join(", ")} for the browser tests: once, a minute or two…`);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runBeside("apt-get", ["update", "-qq"], { env });
    if (await runBeside("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { env })) return;
    console.log("Debian's packages were not to be had: trying playwright's own browsers.");
  }
  if (!missingOf(DEBIAN).length) return;
  await packages;
  must("npx", ["--prefix", "e2e", "playwright", "install", "chromium", "firefox"]);
}
