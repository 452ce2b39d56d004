/** The browsers that worlds live in, one process of each kind for all of them; started when first asked for. */
import { chromium, firefox } from "playwright/test";
import type { Browser, BrowserContext, LaunchOptions } from "playwright/test";
import config from "../playwright.config";

export type Engine = "chromium" | "firefox";
export const ENGINES: readonly Engine[] = ["chromium", "firefox"];

export interface Browsers {
  /** @param bfcache with the back-forward cache, which a driven Chromium is without */
  newContext(bfcache: boolean): Promise<BrowserContext>;
  stop(): Promise<void>;
}

const optionsOf = (engine: Engine): LaunchOptions => config.projects?.find(({ name }) => name === engine)?.use?.launchOptions ?? {};

export function createBrowsers(engine: Engine): Browsers {
  const running = new Map<boolean, Promise<Browser>>();
  const launch = async (bfcache: boolean): Promise<Browser> => {
    const browser = await { chromium, firefox }[engine].launch({
      ...optionsOf(engine),
      ...(bfcache && engine === "chromium" && { ignoreDefaultArgs: ["--disable-back-forward-cache"] }),
    });
    // One that has died takes its worlds with it, not all that come after them.
    browser.on("disconnected", () => running.delete(bfcache));
    return browser;
  };
  return {
    async newContext(bfcache) {
      const browser = running.get(bfcache) ?? launch(bfcache);
      running.set(bfcache, browser);
      const context = await (await browser).newContext();
      // A run as a whole ends in time: ten tabs that open at once, beside all the others, may each need longer than playwright waits.
      context.setDefaultNavigationTimeout(0);
      return context;
    },
    async stop() {
      await Promise.all([...running.values()].map(async (browser) => (await browser).close()));
    },
  };
}
