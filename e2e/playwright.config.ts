/** Browsers that the whole line is tested in: Debian's own where they are installed, else those that playwright brings. */
import { existsSync } from "node:fs";
import { defineConfig } from "playwright/test";
import { hasWebKit } from "./fixtures/webkit";

const CHROMIUM = "/usr/bin/chromium";
const FIREFOX = "/usr/bin/firefox-esr";
/** Without a sandbox it runs in containers; the rest keeps it from talking to anybody but the page. */
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nobody looks at these pages, and a process in reserve for each visitor is started for nothing.
  "--disable-software-rasterizer",
  `--disable-features=${[
    "SpareRendererForSitePerProcess",
    // Lists under an address bar that nobody types into, each drawn for each visitor by a process of its own.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    // Chromium heeds one such list only, the last: what playwright's own says, as far as it matters here.
    "AvoidUnnecessaryBeforeUnloadCheckSync", "BlockOriginHeaderModificationOnRedirect", "BoundaryEventDispatchTracksNodeRemoval",
    "DestroyProfileOnBrowserClose", "HttpsUpgrades", "MediaRouter", "OptimizationHints", "PaintHolding", "ThirdPartyStoragePartitioning", "Translate",
  ].join()}`,
];

/** What a field, a link or a slot is for, what agents see and what vendors' widgets tell: for these Chromium's word is taken, unless time is no matter. */
const ALIKE = [
  "admin.spec.ts", "axe.spec.ts", "hostile.spec.ts", "journey.spec.ts", "login.spec.ts", "ownQueues.spec.ts", "pushes.spec.ts", "roles.spec.ts", "sites.spec.ts", "steady.spec.ts", "stream.spec.ts",
  "calls.spec.ts", "cardLinks.spec.ts", "contacts.spec.ts", "deepchat.spec.ts", "handover.spec.ts", "health.spec.ts", "links.spec.ts", "openConsoles.spec.ts", "packages.spec.ts", "refused.spec.ts",
  "rocketchat.spec.ts", "rules.spec.ts", "slots.spec.ts", "supervisor.spec.ts", "words.spec.ts",
];
/** Vendors' widgets that were run and understood in Chromium. */
const WIDGETS = ["dynamics.spec.ts", "invited.spec.ts", "flex.spec.ts", "n8n.spec.ts", "typebot.spec.ts", "voiceflow.spec.ts"];

const hoursToNoon = 12 - new Date().getUTCHours();
/** A zone in which it is around noon: times of an hour ago are told without a date, and what began today is of today. */
const NOON = `Etc/GMT${hoursToNoon < 0 ? "+" : "-"}${Math.abs(hoursToNoon)}`;

export default defineConfig({
  testDir: ".",
  testIgnore: ["webkit/**", ...(process.env.PARLEY_PICTURES ? [] : ["pictures.spec.ts"])],
  outputDir: "test-results",
  // Tests of a tracker wait for most of their time: so many are what two cores have time for.
  workers: 4,
  retries: 0,
  // Against tests that hang, on a machine that does other work too; how long one takes is no business of theirs.
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: process.env.PARLEY_E2E_REPORT ?? "test-results/report.json" }]],
  use: { trace: "off" },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        timezoneId: NOON,
        launchOptions: { args: CHROMIUM_ARGS, ...(existsSync(CHROMIUM) && { executablePath: CHROMIUM }) },
      },
    },
    {
      name: "firefox",
      testIgnore: ["webkit/**", "pictures.spec.ts", ...WIDGETS, ...(process.env.PARLEY_EVERYWHERE ? [] : ALIKE)],
      ...(!process.env.PARLEY_EVERYWHERE && { grepInvert: /Whatever stands in place of the remembered no|offers\.spec\.ts (Content|Without an answer it is over|What cannot be shown says why|Over all tabs)/ }),
      use: {
        browserName: "firefox",
        // Debian's Firefox is driven over WebDriver BiDi.
        launchOptions: existsSync(FIREFOX) ? { channel: "moz-firefox", executablePath: FIREFOX } : {},
      },
    },
    // It is Debian's alone: where that is not to be had, there is none.
    ...(hasWebKit ? [{ name: "webkit", testDir: "webkit", testIgnore: [] }] : []),
  ],
});
