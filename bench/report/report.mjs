/** Writes RESULTS.md: what was measured, how, and what to think of it. */
import { EVENTS as CPU_EVENTS } from "../measure/cpu.mjs";
import { CASES, EVENTS } from "../measure/cases.mjs";
import { spread } from "../statistics.mjs";
import { cpuCost, durabilityCell, goals, measured } from "./figures.mjs";

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [row(head), row(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(row)].join("\n");
const plain = (head, rows) => [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
const number = (value) => value.toLocaleString("en-US");
const ranged = ({ median, low, high }, digits) => `**${median.toFixed(digits)}** (${low.toFixed(digits)}–${high.toFixed(digits)})`;

/** @param {object} results as results.json has them */
export function writeReport(results) {
  const title = new Map(results.peers.map(({ id, title: name }) => [id, name]));
  const parts = [intro(results), settings(results)];
  if (Object.keys(results.broken).length) parts.push(broken(results, title));
  if (goals(results).length) parts.push(against(results));
  if (results.size) parts.push(size(results, title));
  if (results.wire) parts.push(wire(results, title));
  if (results.cpu) parts.push(cpu(results));
  if (results.durability) parts.push(durability(results, title));
  parts.push(caveats(results));
  return `${parts.join("\n\n")}\n`;
}

function intro({ date, machine, node, browsers, minutes, loadAfter }) {
  const load = (values) => values.map((value) => value.toFixed(1)).join(", ");
  return `# Parley beside its peers

Written by \`npm run bench\`; do not edit it. The same page does the same work with each SDK, in one run on one machine. Every figure can be measured again with that command, and the raw numbers are in [results.json](results.json).

Measured ${date.slice(0, 10)} in ${minutes} minutes on ${machine.cores} cores of ${machine.processor}, ${machine.memory} GB, ${machine.system}, Node ${node.slice(1)}; CPU and wire in ${browsers.cpu}, durability in ${browsers.durability}. Load of the machine before and after (1, 5, 15 minutes): ${load(machine.load)}; ${load(loadAfter)}.`;
}

function settings({ peers }) {
  const rows = peers.map(({ title, package: name, version, script, isBundled, queue, settings: said }) => [
    title,
    name ? `${name === "parley" ? "" : `${name} `}${version}` : "–",
    script ? `\`${script.replace(/^@?[^/]+\/(?:[^/]+\/)?(?=dist|lib|plausible)/, "")}\`${isBundled ? ", bundled and minified by esbuild" : ""}` : "–",
    queue,
    said,
  ]);
  return `## Who, and how set up

Each SDK as its own documentation sets it up for production, with everything off that it might do besides: remote configuration, feature flags, autocapture, replay, surveys. So it does less here than on most sites, and what it costs here is a lower bound.

${plain(["SDK", "version", "script", "queue", "settings"], rows)}`;
}

function broken({ broken: all }, title) {
  return `## Not measured

${Object.entries(all).map(([id, why]) => `- ${title.get(id)}: its set-up here is broken, so it has no figures. In the control ${why}.`).join("\n")}`;
}

function against(results) {
  return `## What Parley wants to reach

${plain(["goal", "measured", "reached"], goals(results).map(({ goal, measured: said, met }) => [goal, said, met ? "yes" : "**no**"]))}`;
}

function size({ size: sizes }, title) {
  const own = sizes.parley?.brotli;
  const rows = Object.entries(sizes).map(([id, { raw, gzip, brotli }]) => [title.get(id), number(raw), number(gzip), number(brotli), own ? `${(brotli / own).toFixed(1)}×` : "–"]);
  return `## A. Size

Bytes of script that this page loads: minified, and packed as a web server would at its best.

${table(["SDK", "minified", "gzip -9", "brotli 11", "of Parley's"], rows)}`;
}

function wire({ wire: all }, title) {
  const cells = ({ requests, preflights, up, down, stored }) => [requests, preflights, number(up), number(down), `**${((up + down) / 1_000).toFixed(1)}**${stored < CPU_EVENTS ? ` (${stored} of 100)` : ""}`];
  const rows = Object.entries(all).map(([id, { steady, burst }]) => [title.get(id), ...cells(steady), ...cells(burst)]);
  return `## B. On the wire

A page view, an identify and 100 events: 50 ms apart on the left, all in one task on the right; then ten idle seconds. Counted at the collector's socket over plain HTTP/1.1 with all headers, preflights included. Scripts are not in it.

${table(["SDK", "requests", "preflights", "B up", "B down", "kB", "burst: requests", "preflights", "B up", "B down", "kB"], rows)}`;
}

function cpu(results) {
  const { repeats } = results;
  const all = measured(results);
  const line = (peer, speed, part, kind, digits) => ranged(cpuCost(results, { peer: peer.id, speed, part, kind }), digits);
  const middle = (peer, speed, part, kind) => cpuCost(results, { peer: peer.id, speed, part, kind }).median;
  const ratio = (peer, part) => {
    const own = results.cpu.rounds.parley && middle({ id: "parley" }, "slow", part, "task");
    return own ? `${(middle(peer, "slow", part, "task") / own).toFixed(1)}×` : "–";
  };
  const slow = all.map((peer) => [peer.title, line(peer, "slow", "start", "task", 1), ratio(peer, "start"), line(peer, "slow", "work", "task", 2), ratio(peer, "work"), middle(peer, "slow", "work", "script").toFixed(2)]);
  const full = all.map((peer) => [
    peer.title, line(peer, "full", "start", "main", 1), line(peer, "full", "work", "main", 3), middle(peer, "full", "work", "renderer").toFixed(3), middle(peer, "full", "work", "browser").toFixed(3),
  ]);
  const missing = all.filter(({ id }) => [...results.cpu.rounds[id].slow, ...results.cpu.rounds[id].full].some(({ stored }) => stored < CPU_EVENTS));
  return `## C. CPU

![CPU of the page's main thread](cpu.svg)

Milliseconds over an empty page that runs the same timers; median of ${repeats.cpu} repeats (lowest–highest), everybody taking turns. **Start** is loading and evaluating the script, starting it, the page view, and whatever follows within two seconds. **One event** is a ${CPU_EVENTS}th of what ${CPU_EVENTS} events cost, 50 ms apart, until everything has been sent and put away: the call, storage, sending, answers.

On a processor slowed down to a quarter by Chromium, which is about a cheap phone: processor time of the main thread's tasks. Time in which it only waited for another process is not in it.

${table(["SDK", "start, ms", "of Parley's", "one event, ms", "of Parley's", "of it script"], slow)}

At full speed: processor time as the kernel counts it, of the main thread, of the page's whole process, and of the browser's other processes, which do the networking and keep the storage. What else the machine does hardly shows in it, so these are the steadier figures.

${table(["SDK", "start, ms, main thread", "one event, ms, main thread", "page's process", "other processes"], full)}

${noise(results)}${missing.length ? `\n\nNot all events had arrived when the count ended, so something is missing from the costs of: ${missing.map(({ title }) => title).join(", ")}.` : ""}`;
}

/** How quiet the machine was. */
function noise({ cpu: { rounds } }) {
  const every = Object.values(rounds).flatMap(({ full }) => full);
  const waited = spread(every.map(({ work }) => work.waited));
  const empty = spread(rounds.empty.slow.map(({ work }) => work.task));
  return `How quiet the machine was: at full speed the main thread was ready to run and waited for a free core for ${waited.median.toFixed(0)} ms in the ${CPU_EVENTS} events of a round (${waited.low.toFixed(0)}–${waited.high.toFixed(0)}). The empty page itself took ${empty.median.toFixed(0)} ms of tasks there at a quarter of the speed (${empty.low.toFixed(0)}–${empty.high.toFixed(0)}), which is taken off everybody's.`;
}

function durability({ durability: all, repeats, browsers }, title) {
  const names = Object.keys(CASES).filter((name) => Object.values(all).some((cases) => cases[name]));
  const cell = (outcomes) => {
    const { text, copies, note } = durabilityCell(outcomes);
    return `${text}${copies && ` ${copies}`}${note && ` (${note})`}`;
  };
  const rows = Object.entries(all).map(([id, cases]) => [title.get(id), ...names.map((name) => cell(cases[name]))]);
  return `## D. Durability

![Events stored after faults](durability.svg)

A page that has been open for a second tracks ${EVENTS} events in one task; then something goes wrong. A cell is how many of them are stored, each counted once. Where some are missing the visitor comes back to a page with the SDK for 20 seconds: "before → after". **+n** are copies that arrived besides. Each case ran ${repeats.durability} times in ${browsers.durability}; the worst is shown, and the range where they differ.

${table(["SDK", ...names.map((name) => CASES[name].title)], rows)}

- *Closed, navigated away*: right after the events, the second in the same task, to a page without the SDK; without back-forward cache. *250 ms* is a round trip, a connection's handshake included.
- *503*: the collector answers 503, with CORS headers, until 5 s after the first request that met it. *Down*: it takes no connection. *Offline*: the browser knows that it is offline, too, and is told when that is over.
- *Answers lost*: the collector stores what it gets, and resets the connection, until 3 s after the first time. Chromium itself repeats a request whose kept-alive connection was reset, so some copies are the browser's.
- A page that stays tracks nothing more. Snowplow sends what it has kept with the next event, so its events come with the next visit here.
- The page view has gone the same way a second earlier, so the connection is open and a preflight's answer is remembered: kinder to SDKs that need them than a page that is left at once.
- A dash is a trial that broke.
- A copy costs bytes; whether it is counted twice is the server's business. Parley's collector drops it by the event's id, and "stored" is read from its database. Peers' servers are not here: by their documentation several drop copies by id, too.`;
}

function caveats({ asked, peers }) {
  const bundled = peers.filter(({ isBundled }) => isBundled).map(({ title }) => title);
  return `## What to think of it

- This bench is Parley's own. Read the settings above and the few lines for each SDK in \`bench/peers/\`; a better setting for any of them is welcome.
- The network is this machine's: no TLS, no HTTP/2, no packet loss. Browsers open six connections to a host over HTTP/1.1, so SDKs that send a request an event would wait less over HTTP/2, and their headers would be packed. Pages are on \`localhost\`, the collector on \`127.0.0.1\`: another site, so no cookie goes along.
- Answers are immediate, unless a case says otherwise, and short. A vendor's own servers answer more, and later.
- Parley is measured with its real collector, which shares the machine; the peers' sink only counts. At a quarter of the speed that is to Parley's disadvantage, if anything.
- A script comes from the page's own server, uncompressed, and nothing is cached: neither downloads nor compiled code. Unpacking costs the main thread nothing.
- "Start" includes each SDK's page view, and "one event" nothing of it unless an SDK sends it later than two seconds on: Mixpanel does after five, and Parley after three.
- One visitor's machine, one engine: no Safari, and no claim about rates in the field. A cell of D is the check of a mechanism.
- \`sendBeacon\` per event is no product. It shows what a browser gives for free, and that the bench sees events get lost.${bundled.length ? `\n- ${bundled.join(" and ")} ship no minified browser file for this use, so theirs is made by esbuild.` : ""}${asked.length ? `\n- Scripts that were asked for and not there: ${asked.join(", ")}.` : ""}`;
}
