/**
 * Chromium by its debugging pipe, for measuring: only what is asked for is switched on in the page, so that watching
 * costs the page nothing. Playwright would watch every request.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { agent, CHROMIUM, CHROMIUM_ARGS } from "./flags.mjs";

const ARGS = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
  "--disable-features=Translate,MediaRouter,OptimizationHints",
  "--password-store=basic",
  "--use-mock-keychain",
];

/**
 * @typedef {object} Cpu milliseconds that threads ran, by the kernel's count
 * @property {number} main the renderer's main thread
 * @property {number} renderer all threads of the page's process
 * @property {number} browser all other processes of the browser: network, storage
 * @property {number} waited how long the main thread was ready to run and got no core
 */

export async function launchChromium() {
  const profile = await mkdtemp(path.join(tmpdir(), "parley-bench-chromium-"));
  const program = spawn(CHROMIUM, [...ARGS, ...CHROMIUM_ARGS, `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const ended = once(program, "exit");
  const send = speak(program);
  const { product } = await send("Browser.getVersion");
  const version = product.split("/")[1];

  return {
    version,
    /** A new visitor's page: nothing stored, nothing cached. */
    async newPage() {
      const { browserContextId } = await send("Target.createBrowserContext");
      const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const call = (method, params = {}) => send(method, params, sessionId);
      await call("Emulation.setUserAgentOverride", { userAgent: agent(version) });
      return {
        call,
        goto: (url) => call("Page.navigate", { url }),
        /** Runs an expression, and waits if it is a promise. */
        async evaluate(expression) {
          const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
          if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
          return result.value;
        },
        close: () => send("Target.disposeBrowserContext", { browserContextId }),
      };
    },
    /** @returns {Promise<Cpu>} */
    async cpu() {
      const { processInfo } = await send("SystemInfo.getProcessInfo");
      const sum = { main: 0, renderer: 0, browser: 0, waited: 0 };
      for (const { type, id } of processInfo) {
        for (const thread of await readdir(`/proc/${id}/task`).catch(() => [])) {
          const line = await readFile(`/proc/${id}/task/${thread}/schedstat`, "utf8").catch(() => "0 0");
          const [ran = 0, waited = 0] = line.split(" ").map((nanoseconds) => Number(nanoseconds) / 1e6);
          if (type !== "renderer") sum.browser += ran;
          else {
            sum.renderer += ran;
            if (Number(thread) === id) {
              sum.main += ran;
              sum.waited += waited;
            }
          }
        }
      }
      return sum;
    },
    async stop() {
      await send("Browser.close").catch(() => {});
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The protocol: JSON texts with a zero byte after each, on the third and fourth pipe. */
function speak(program) {
  const [, , , to, from] = program.stdio;
  const waiting = new Map();
  let last = 0;
  let rest = "";
  // Who waits for a browser that is gone would wait for ever.
  program.once("exit", () => waiting.forEach((settle) => settle({ message: "Chromium has ended" })));
  to.on("error", () => {});
  from.setEncoding("utf8");
  from.on("data", (text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop();
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      waiting.get(id)?.(error, result);
      waiting.delete(id);
    }
  });
  return (method, params = {}, sessionId = undefined) =>
    new Promise((done, fail) => {
      const id = ++last;
      waiting.set(id, (error, result) => (error ? fail(new Error(`${method}: ${error.message}`)) : done(result)));
      to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}
