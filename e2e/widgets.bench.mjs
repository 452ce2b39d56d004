/** What it costs a page on a slow device that conversations are noticed: how long the extra holds its main thread, in a real Chromium. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "7" }, slowdown: { type: "string", default: "4" }, out: { type: "string" } } });
const ROUNDS = Number(options.rounds);
const SLOWDOWN = Number(options.slowdown);
/** What browsers call a long task. Source: https://w3c.github.io/longtasks/ */
const LIMIT_MS = 50;
const SDK = path.join(import.meta.dirname, "../dist");
const EXTRA = "/extras/widgets.mjs";
/** It brings the other one. */
const BOTH = /\/extras\/(widgets|marks)\.mjs$/;

/** A page with much on it, that goes on putting scripts, frames and paragraphs into itself. */
const PAGE = `<!doctype html><title>A large page</title>
<script>addEventListener("load", () => (window.loadedAt = performance.now()))</script>
<script async src="/pe.js" data-key="pk_bench"></script>
${'<div class="row"><p>Text <a href="/else">a link</a> <a href="https://wa.me/491234567">WhatsApp</a></p></div>\n'.repeat(1_000)}
<script>
  window.grow = () => {
    for (let i = 0; i < 500; i++) document.body.append(document.createElement("p"));
    for (let i = 0; i < 20; i++) {
      const script = document.createElement("script");
      script.text = "window.grown = (window.grown ?? 0) + 1";
      document.body.append(script, document.createElement("iframe"));
    }
  };
</script>`;

async function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const answer = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
    if (pathname === "/page") answer("text/html; charset=utf-8", PAGE);
    else if (/^\/(pe\.js|extras\/\w+\.mjs)$/.test(pathname)) answer("text/javascript", readFileSync(path.join(SDK, pathname)));
    else if (pathname === "/v1/events") answer("application/json", '{"accepted":0,"duplicates":0,"rejected":[]}');
    else response.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

const isWithin = (inner, outer) => inner.pid === outer.pid && inner.tid === outer.tid && inner.ts >= outer.ts && inner.ts + inner.dur <= outer.ts + outer.dur + 1;

/** Of each task of the page's main thread in which scripts of these addresses ran, their share: what the thread worked, in milliseconds. */
function sharesOf(events, addresses) {
  const timed = events.filter(({ dur, tdur }) => dur !== undefined && tdur !== undefined);
  const runs = timed.filter(({ name, args }) => name !== "v8.parseOnBackground" && [args?.data?.url, args?.data?.fileName].some((url) => addresses.test(url)));
  const outermost = runs.filter((run) => !runs.some((other) => other !== run && isWithin(run, other)));
  const tasks = timed.filter(({ name }) => name === "RunTask");
  const shares = new Map();
  for (const run of outermost) {
    const task = tasks.find((one) => isWithin(run, one)) ?? run;
    shares.set(task, (shares.get(task) ?? 0) + run.tdur / 1_000);
  }
  return [...shares.values()];
}

async function measure(browser, origin) {
  const page = await browser.newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  await browser.startTracing(page, { categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel", "v8"] });
  await page.goto(`${origin}/page`);
  await page.waitForFunction((extra) => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith(extra) && responseEnd > 0), EXTRA);
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => window.grow());
    // Long enough for the extra to have looked again.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  }
  const asked = await page.evaluate((extra) => performance.getEntriesByType("resource").find(({ name }) => name.endsWith(extra)).startTime - window.loadedAt, EXTRA);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await page.close();
  return { shares: sharesOf(traceEvents, BOTH), askedAfterLoadMs: asked };
}

const site = await serve();
const executablePath = existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined;
const browser = await chromium.launch({ args: ["--no-sandbox", "--disable-gpu"], ...(executablePath && { executablePath }) });
const rounds = [];
for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(browser, site.origin));
const version = browser.version();
await browser.close();
site.stop();

const ms = (value) => value.toFixed(1);
const longest = rounds.map(({ shares }) => Math.max(...shares)).sort((a, b) => a - b);
const counts = rounds.map(({ shares }) => shares.length);
const asked = rounds.map(({ askedAfterLoadMs }) => askedAfterLoadMs).sort((a, b) => a - b);
const middle = (sorted) => sorted[sorted.length >> 1];
const text = [
  `Chromium ${version} at a ${SLOWDOWN}th of its speed, ${os.cpus()[0]?.model.trim()}, load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores, ${ROUNDS} page loads. A page of 1,000 rows with 2,000 links, which then puts 1,500 paragraphs, 60 scripts and 60 frames into itself.`,
  "",
  "| | least | median | most |",
  "|---|--:|--:|--:|",
  `| the longest share of a task, ms | ${ms(longest[0])} | ${ms(middle(longest))} | ${ms(longest.at(-1))} |`,
  `| the extra is asked for, ms after the page's load | ${ms(asked[0])} | ${ms(middle(asked))} | ${ms(asked.at(-1))} |`,
  "",
  `${Math.min(...counts)} to ${Math.max(...counts)} tasks a page load had code of the two extras in them.`,
].join("\n");
console.log(text);
if (options.out) writeFileSync(path.resolve(options.out), `# What noticing conversations costs a page\n\n\`npm run bench:widgets\`, last result.\n\n${text}\n`);
if (counts.some((count) => !count)) {
  console.error("\nIn some page load no task of the extra was seen: nothing was measured.");
  process.exit(1);
}
if (longest.at(-1) > LIMIT_MS) {
  console.error(`\nOver the limit of ${LIMIT_MS} ms.`);
  process.exit(1);
}
