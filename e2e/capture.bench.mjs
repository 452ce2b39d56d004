/** What it costs a page that e-mails and phones are found in its forms: the time in the extra's handlers, in a real Chromium. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright";

const { values: options } = parseArgs({ options: { corpus: { type: "string" }, page: { type: "string" }, rounds: { type: "string", default: "20" }, out: { type: "string" } } });
const LIMIT_MS = { median: 0.2, p99: 1 };
const TYPED = ["ada@example.com", "(201) 555-0123", "12345678", "Ada Lovelace", "4111 1111 1111 1111"];
const SDK = path.join(import.meta.dirname, "../dist");
const ROUNDS = Number(options.rounds);

/** The page with the most fields that are labelled. */
function largestPage(corpus) {
  const folder = path.join(corpus, "forms");
  if (options.page) return path.join(folder, options.page);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  const fields = (file) => (readFileSync(path.join(folder, file), "utf8").match(/<(?:input|select|textarea)\b/gi) ?? []).length;
  return path.join(folder, files.map((file) => ({ file, count: fields(file) })).sort((a, b) => b.count - a.count)[0].file);
}

/** As it was saved, without what it would load, and with the tracker at the end of its head. */
function render(file, capture) {
  const saved = readFileSync(file, "utf8").replace(/<script[\s\S]*?<\/script>|<noscript[\s\S]*?<\/noscript>|<meta[^>]+http-equiv[^>]*>|<link[^>]*>|<base[^>]*>/gi, "").replace(/\s(?:src|srcset|background)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
  const tag = `<script src="/pe.js" data-key="pk_bench" data-identity-capture="${capture}" data-identity-region="US" data-widgets="off"></script>`;
  return /<\/head>/i.test(saved) ? saved.replace(/<\/head>/i, `${tag}</head>`) : tag + saved;
}

async function serve(html) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // Alone in its process, a page has a clock of five microseconds.
    const headers = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
    const answer = (type, body) => response.writeHead(200, { ...headers, "content-type": type }).end(body);
    if (pathname === "/page") answer("text/html; charset=utf-8", html);
    else if (/^\/(pe\.js|extras\/\w+\.mjs)$/.test(pathname)) answer("text/javascript", readFileSync(path.join(SDK, pathname)));
    else if (pathname === "/v1/events") answer("application/json", '{"accepted":0,"duplicates":0,"rejected":[]}');
    else response.writeHead(404, headers).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Runs in the page before its scripts: takes the time of every handler that the extra has, by event, and of what it puts off. */
function takeTimes() {
  const times = (window.times = []);
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, handler, ...rest) {
    if (!/identity\.mjs/.test(new Error().stack)) return add.call(this, type, handler, ...rest);
    const timed = (event) => {
      const from = performance.now();
      handler.call(this, event);
      times.push([type, performance.now() - from]);
    };
    return add.call(this, type, timed, ...rest);
  };
  const later = window.setTimeout;
  window.setTimeout = (act, ...rest) => {
    if (!/identity\.mjs/.test(new Error().stack)) return later(act, ...rest);
    const timed = () => {
      const from = performance.now();
      act();
      times.push(["timeout", performance.now() - from]);
    };
    return later(timed, ...rest);
  };
  addEventListener("submit", (event) => event.preventDefault());
}

async function measure(browser, file, capture) {
  const site = await serve(render(file, capture));
  const page = await browser.newPage();
  const cdp = await page.context().newCDPSession(page);
  await page.addInitScript(takeTimes);
  await page.goto(`${site.origin}/page`);
  const texts = await page.evaluateHandle(() => [...document.querySelectorAll("input")].filter((field) => /^(text|email|tel|search|url|number)$/.test(field.type) && field.checkVisibility() && !field.disabled && !field.readOnly));
  const count = await texts.evaluate((all) => all.length);
  const fields = await page.evaluate(() => document.querySelectorAll("input, select, textarea").length);
  await page.evaluate(() => document.querySelectorAll("form").forEach((form) => form.setAttribute("novalidate", "")));
  const samples = { ahead: [], first: [], blur: [], key: [], submit: [] };
  const drain = () => page.evaluate(() => window.times.splice(0));
  const sum = (taken, types) => taken.filter(([type]) => types.includes(type)).reduce((all, [, ms]) => all + ms, 0);
  // The first use has the extra loaded.
  await texts.evaluate((all) => all[0].focus());
  await cdp.send("Input.insertText", { text: "x" });
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith("identity.mjs") && responseEnd > 0));
  // No visitor has typed anything by the time it has got ready.
  await page.waitForFunction(() => window.times.some(([type]) => type === "timeout"));
  samples.ahead.push(sum(await drain(), ["timeout"]));
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < count; i++) {
      await texts.evaluate((all, i) => (all[i].focus(), all[i].select()), i);
      await drain();
      await cdp.send("Input.insertText", { text: `${TYPED[(i + round) % TYPED.length]}` });
      samples.key.push(sum(await drain(), ["input"]));
      // What leaving this field costs, and coming to the next.
      await texts.evaluate((all, i) => all[(i + 1) % all.length].focus(), i);
      const left = await drain();
      if (!left.some(([type]) => type === "change")) continue;
      const cost = sum(left, ["change", "focusin", "timeout"]);
      samples.blur.push(cost);
      if (round === 0) samples.first.push(cost);
    }
    await page.evaluate(() => [...document.forms].forEach((form) => HTMLFormElement.prototype.requestSubmit.call(form)));
    samples.submit.push(...(await drain()).filter(([type]) => type === "submit").map(([, ms]) => ms));
  }
  await page.close();
  site.stop();
  return { capture, fields, typed: count, samples };
}

const rank = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const figures = (values) => ({ n: values.length, median: rank(values, 0.5), p99: rank(values, 0.99), max: Math.max(...values) });

const corpus = path.resolve(options.corpus ?? process.env.PARLEY_CORPUS ?? path.join(import.meta.dirname, "../../shared/corpus"));
if (!existsSync(path.join(corpus, "forms"))) {
  console.error(`There is no corpus in ${corpus}: name its folder with --corpus. It is not part of the project, as its pages belong to others.`);
  process.exit(1);
}
const file = largestPage(corpus);
const executablePath = existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined;
const browser = await chromium.launch({ args: ["--no-sandbox", "--disable-gpu"], ...(executablePath && { executablePath }) });
const results = [];
for (const capture of ["blur", "submit"]) results.push(await measure(browser, file, capture));
const version = browser.version();
await browser.close();

const ms = (value) => value.toFixed(3);
const rows = results.flatMap(({ capture, samples }) => Object.entries(samples).filter(([, values]) => values.length).map(([what, values]) => ({ capture, what, ...figures(values) })));
const NAMES = { ahead: "once, ahead of all", first: "a field is left, first time only", blur: "a field is left", key: "a text is typed", submit: "a form is sent" };
const text = [
  `Chromium ${version}, ${os.cpus()[0]?.model.trim()}, load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores. ${path.relative(corpus, file)}: ${results[0].fields} fields, ${results[0].typed} of them typed into, ${ROUNDS} times. Milliseconds in the extra's handlers.`,
  "",
  "| `capture` | each time | n | median | p99 | most |",
  "|---|---|--:|--:|--:|--:|",
  ...rows.map((row) => `| ${row.capture} | ${NAMES[row.what]} | ${row.n} | ${ms(row.median)} | ${ms(row.p99)} | ${ms(row.max)} |`),
].join("\n");
console.log(text);
if (options.out) writeFileSync(path.resolve(options.out), `# What finding e-mails and phones costs a page\n\n\`npm run bench:capture\`, last result.\n\n${text}\n`);
const missed = rows.filter(({ what, median, p99 }) => what === "blur" && (median > LIMIT_MS.median || p99 > LIMIT_MS.p99));
if (missed.length) {
  console.error(`\nOver the limit of ${LIMIT_MS.median} ms at the median and ${LIMIT_MS.p99} ms at p99 for each field that is left.`);
  process.exit(1);
}
