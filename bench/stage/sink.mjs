/**
 * Where events go: an HTTP server on a port of its own that counts at the socket, reads every SDK's bodies, and can be
 * slow, failing, forgetful of its answers, or not there.
 */
import { request as ask } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync, inflateSync } from "node:zlib";
import { listen } from "./listen.mjs";

const PREFLIGHT_SECONDS = 600;
/** Headers of one connection, which are not passed on. */
const HOP = new Set(["connection", "keep-alive", "transfer-encoding", "date", "content-length"]);

/**
 * @typedef {object} Sink
 * @property {string} origin
 * @property {() => Counted} counted
 * @property {import("../peers/peer.mjs").Recorded[]} records every event of every request that was answered well, copies too
 * @property {string[]} puzzles requests that nobody understood
 * @property {(milliseconds: number) => void} setDelay there and back
 * @property {(mode: "well" | "failing" | "forgetful") => void} setMode
 * @property {() => Promise<void>} refuse connections
 * @property {() => Promise<void>} heal
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} Counted
 * @property {number} requests without preflights
 * @property {number} preflights
 * @property {number} up bytes with headers
 * @property {number} down bytes with headers
 */

/**
 * @param {import("../peers/peer.mjs").Peer} peer
 * @param {string} [collector] address that requests are passed on to; without one the sink answers by itself
 * @returns {Promise<Sink>}
 */
export async function startSink(peer, collector) {
  const total = { requests: 0, preflights: 0, up: 0, down: 0 };
  /** Open ones, and whether they have carried a request. @type {Map<import("node:net").Socket, { greeted: boolean }>} */
  const sockets = new Map();
  /** @type {Sink["records"]} */
  const records = [];
  /** @type {string[]} */
  const puzzles = [];
  let delay = 0;
  /** @type {"well" | "failing" | "forgetful"} */
  let mode = "well";

  const handle = async (/** @type {import("node:http").IncomingMessage} */ request, /** @type {import("node:http").ServerResponse} */ response) => {
    const { socket, method, headers } = request;
    const connection = sockets.get(socket);
    const body = await read(request);
    if (!body) return;
    const isNew = connection && !connection.greeted;
    if (connection) connection.greeted = true;
    if (delay && isNew) {
      // A connection costs a round trip of its own, and who leaves before it is there has sent nothing.
      await pause(delay);
      if (socket.destroyed) return;
    }
    // On its way. What has left the browser arrives, whether the browser still waits or not.
    if (delay) await pause(delay / 2);
    if (method === "OPTIONS") total.preflights++;
    else total.requests++;
    const answer = await reply({ method, headers, url: request.url ?? "/", body });
    if (delay) await pause(delay / 2);
    if (!answer) return socket.resetAndDestroy();
    if (socket.destroyed) return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  /** @returns what to answer, or nothing if the answer gets lost */
  const reply = async ({ method, headers, url, body }) => {
    const cors = allow(headers);
    const { pathname, searchParams } = new URL(url, "http://sink");
    if (method === "OPTIONS") return { status: 204, headers: { ...cors, "access-control-max-age": String(PREFLIGHT_SECONDS) }, body: "" };
    if (mode === "failing") return { status: 503, headers: cors, body: "" };
    const forgotten = mode === "forgetful";
    const answer = collector
      ? await pass({ url: `${collector}${url}`, method, headers, body })
      : { status: peer.answer?.status ?? 200, headers: { ...cors, "content-type": "application/json" }, body: peer.answer?.body ?? "" };
    if (answer.status < 300) {
      try {
        records.push(...peer.decode({ path: pathname, query: searchParams, headers, body: unpack(body, headers, searchParams) }));
      } catch (problem) {
        puzzles.push(`${method} ${url}: ${problem} in ${body.toString("latin1", 0, 100)}`);
      }
    } else puzzles.push(`${method} ${url}: the collector answered ${answer.status} ${answer.body.toString().slice(0, 200)}`);
    return forgotten ? undefined : answer;
  };

  const open = async (/** @type {number} */ port) => {
    const listening = await listen((request, response) => void handle(request, response), port);
    listening.server.on("connection", (socket) => {
      sockets.set(socket, { greeted: false });
      socket.on("error", () => {});
      socket.on("close", () => {
        total.up += socket.bytesRead;
        total.down += socket.bytesWritten;
        sockets.delete(socket);
      });
    });
    return listening;
  };

  let listening = await open(0);
  let isOpen = true;
  const { port } = listening;
  const close = async () => {
    if (isOpen) await listening.stop();
    isOpen = false;
  };

  return {
    origin: `http://127.0.0.1:${port}`,
    records,
    puzzles,
    counted() {
      const open = [...sockets.keys()];
      const sum = (/** @type {"bytesRead" | "bytesWritten"} */ what) => open.reduce((bytes, socket) => bytes + socket[what], 0);
      return { ...total, up: total.up + sum("bytesRead"), down: total.down + sum("bytesWritten") };
    },
    setDelay: (milliseconds) => void (delay = milliseconds),
    setMode: (next) => void (mode = next),
    refuse: close,
    async heal() {
      mode = "well";
      if (!isOpen) listening = await open(port);
      isOpen = true;
    },
    stop: close,
  };
}

/** Answers as a server does that lets any page send, with or without cookies. */
function allow({ origin = "*", "access-control-request-headers": wanted }) {
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    ...(wanted && { "access-control-allow-headers": wanted, "access-control-allow-methods": "GET, POST" }),
  };
}

/** @returns {Promise<Buffer | undefined>} nothing, if the page went before it had sent everything */
async function read(request) {
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

function unpack(body, headers, query) {
  const isGzip = headers["content-encoding"] === "gzip" || query.get("compression") === "gzip-js" || (body[0] === 0x1f && body[1] === 0x8b);
  if (isGzip) return gunzipSync(body);
  return headers["content-encoding"] === "deflate" ? inflateSync(body) : body;
}

/** Passes a request on and brings back the answer. */
function pass({ url, method, headers, body }) {
  return new Promise((done) => {
    const { host, connection, "content-length": length, ...rest } = headers;
    const asked = ask(url, { method, headers: { ...rest, "content-length": body.length } }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      const kept = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !HOP.has(name)));
      done({ status: answer.statusCode, headers: kept, body: Buffer.concat(chunks) });
    });
    asked.on("error", (problem) => done({ status: 502, headers: allow(headers), body: Buffer.from(String(problem)) }));
    asked.end(body);
  });
}
