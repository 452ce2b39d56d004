/** Sees to it that the browsers for tests are there: Debian's for root, playwright's own for everybody else. */
import { existsSync } from "node:fs";
import { must, run } from "./run.mjs";

const DEBIAN = { chromium: "/usr/bin/chromium", "firefox-esr": "/usr/bin/firefox-esr" };

export function installBrowsers() {
  const missing = Object.keys(DEBIAN).filter((name) => !existsSync(DEBIAN[name]));
  if (!missing.length) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log(`Installing ${missing.join(" and ")} for the browser tests: once, a minute or two…`);
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], { quiet: true, env });
    if (run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { quiet: true, env })) return;
    console.log("Debian's packages were not to be had: trying playwright's own browsers.");
  }
  must("npx", ["--prefix", "e2e", "playwright", "install", "chromium", "firefox"]);
}
