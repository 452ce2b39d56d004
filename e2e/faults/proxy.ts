/**
 * A TCP proxy in front of a collector that does to a tracker's requests what networks, load balancers and crashes do.
 *
 * Only `POST /v1/events` is faulted; everything else passes, unless connections are refused altogether. Faults happen when
 * they are told to and never by chance: the chance is the scenario's, which draws it from its seed.
 */
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { readMessages } from "./framing";
import type { Message } from "./framing";

export type Fault =
  /** The connection is reset before a byte of the request has reached the collector. */
  | { kind: "reset_before" }
  /** The collector has committed and answered; the connection is reset before a byte of that reaches the browser. */
  | { kind: "reset_after" }
  /** The answer ends before its Content-Length does: its end is cut off, or its length overstated. */
  | { kind: "truncated"; how: "cut" | "overstated" }
  /** The proxy answers itself. Without `cors` it does so as a load balancer that has never heard of it: `fetch` rejects. */
  | { kind: "answer"; status: number; retryAfter?: string | (() => string); cors: boolean }
  /** The answer comes one byte at a time. */
  | { kind: "slow"; msPerByte: number }
  /** Nothing comes back, ever; the collector may have committed or never heard of it. */
  | { kind: "silence"; commits: boolean }
  /** The collector gets the request twice; the browser gets one answer. */
  | { kind: "duplicate" };

/** A request for events, as it came. */
export interface Post {
  /** When its last byte had come, and when the first byte of an answer went out; milliseconds since 1970. */
  at: number;
  answeredAt?: number;
  fault?: Fault["kind"];
  /** The ids of its events. */
  ids: string[];
  /** How often the collector got it. */
  forwarded: number;
  /** Whether the collector's own answer was passed on whole. */
  acknowledged: boolean;
}

export interface Traffic {
  /** Whether or not anything was refused. */
  connections: number;
  requests: number;
  options: number;
  bytesUp: number;
  bytesDown: number;
}

/** How connections are refused: nobody listens, or whoever connects is thrown out at once. */
export type Refusal = "close" | "reset";

export interface FaultProxy {
  url: string;
  /** Every request for events that arrived whole, oldest first. */
  posts: readonly Post[];
  traffic: Readonly<Traffic>;
  /** Milliseconds that a request and an answer wait on their way. */
  delay(up: number, down: number): void;
  /** The next `times` requests for events suffer this; faults that were armed before come first. */
  arm(fault: Fault, times?: number): void;
  /** Breaks every connection and takes no new ones. */
  refuse(how: Refusal): void;
  /** Nothing is refused or faulted any more; delays stay. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";
/** How a packed body begins. */
const GZIP = 0x1f8b;
/** Below the ports that systems hand out by themselves: nobody takes one while its listener is closed. */
const PORTS = { from: 12_000, count: 18_000 };
const TRIES = 50;

/** @param target the collector's address: `http://localhost:8787` */
export async function startProxy(target: string): Promise<FaultProxy> {
  const collector = Number(new URL(target).port);
  const posts: Post[] = [];
  const traffic: Traffic = { connections: 0, requests: 0, options: 0, bytesUp: 0, bytesDown: 0 };
  const clients = new Set<Socket>();
  let armed: { fault: Fault; left: number }[] = [];
  let refusal: Refusal | undefined;
  let delays = { up: 0, down: 0 };

  const takeFault = (): Fault | undefined => {
    armed = armed.filter(({ left }) => left > 0);
    const next = armed[0];
    if (next) next.left--;
    return next?.fault;
  };

  const send = (client: Socket, bytes: Buffer) => {
    if (!client.writable) return;
    traffic.bytesDown += bytes.length;
    client.write(bytes);
  };

  /** Lets the collector have the request, and waits for its answer. */
  const forward = async ({ head, body }: Message, post: Post | undefined): Promise<Message | undefined> => {
    if (post) post.forwarded++;
    const upstream = connect(collector, HOST);
    upstream.write(Buffer.concat([head, body]));
    for await (const answer of readMessages(upstream)) return answer;
    return undefined;
  };

  const serve = async (client: Socket, request: Message): Promise<void> => {
    const isPost = request.line.startsWith("POST /v1/events");
    const fault = isPost ? takeFault() : undefined;
    const post: Post | undefined = isPost ? { at: Date.now(), ids: readIds(request.body), forwarded: 0, acknowledged: false, ...(fault && { fault: fault.kind }) } : undefined;
    if (post) posts.push(post);
    traffic.requests++;
    traffic.bytesUp += request.head.length + request.body.length;
    if (request.line.startsWith("OPTIONS")) traffic.options++;

    if (delays.up) await pause(delays.up);
    // What was on its way when the line was cut has not arrived.
    if (refusal) return;
    if (fault?.kind === "reset_before") return void client.resetAndDestroy();
    if (fault?.kind === "silence") return void (fault.commits && (await forward(request, post)));
    if (fault?.kind === "duplicate") void forward(request, post).catch(() => {});
    const answer = fault?.kind === "answer" ? compose(fault) : await forward(request, post);
    if (delays.down) await pause(delays.down);
    if (!answer || refusal || fault?.kind === "reset_after") return void client.resetAndDestroy();

    if (post) post.answeredAt = Date.now();
    const { head, body } = answer;
    if (fault?.kind === "truncated") {
      if (fault.how === "cut") send(client, Buffer.concat([head, body.subarray(0, body.length >> 1)]));
      else send(client, Buffer.concat([Buffer.from(head.toString("latin1").replace(/^content-length: *\d+/im, `content-length: ${body.length + 1_000}`), "latin1"), body]));
      client.end();
    } else if (fault?.kind === "slow") {
      for (const byte of Buffer.concat([head, body])) {
        if (!client.writable || refusal) return;
        send(client, Buffer.of(byte));
        await pause(fault.msPerByte);
      }
    } else send(client, Buffer.concat([head, body]));
    if (post && client.writable) post.acknowledged = fault?.kind !== "answer";
  };

  const accept = async (client: Socket): Promise<void> => {
    traffic.connections++;
    client.setNoDelay(true).on("error", () => {});
    if (refusal) return void client.resetAndDestroy();
    clients.add(client);
    client.on("close", () => clients.delete(client));
    try {
      for await (const request of readMessages(client)) await serve(client, request);
    } catch {
      // One end has broken the connection; the other one must hear of it.
      client.resetAndDestroy();
    }
  };

  const server = createServer((client) => void accept(client));
  const close = () => new Promise<void>((done) => (server.listening ? server.close(() => done()) : done()));
  const cut = () => clients.forEach((client) => client.resetAndDestroy());
  await listenSomewhere(server);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://localhost:${port}`,
    posts,
    traffic,
    delay: (up, down) => void (delays = { up, down }),
    arm: (fault, times = Infinity) => void armed.push({ fault, left: times }),
    refuse(how) {
      refusal = how;
      cut();
      // Connections that are dying already need not be waited for.
      if (how === "close") server.close();
    },
    async heal() {
      armed = [];
      refusal = undefined;
      if (!server.listening) await listen(server, port);
    },
    async stop() {
      refusal = "close";
      cut();
      await close();
    },
  };
}

function readIds(body: Buffer): string[] {
  try {
    const { events } = JSON.parse((body.readUInt16BE() === GZIP ? gunzipSync(body) : body).toString()) as { events: { id: string }[] };
    return events.map(({ id }) => id);
  } catch {
    return [];
  }
}

function compose({ status, retryAfter, cors }: Fault & { kind: "answer" }): Message {
  const body = Buffer.from(`{"error":"fault","message":"The fault proxy says ${status}."}`);
  const line = `HTTP/1.1 ${status} Fault`;
  const head = [
    line,
    "content-type: application/json",
    `content-length: ${body.length}`,
    ...(retryAfter === undefined ? [] : [`retry-after: ${typeof retryAfter === "function" ? retryAfter() : retryAfter}`]),
    ...(cors ? ["access-control-allow-origin: *", "access-control-expose-headers: retry-after"] : []),
  ].join("\r\n");
  return { line, head: Buffer.from(`${head}\r\n\r\n`), body };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, HOST, () => {
      server.off("error", fail);
      done();
    });
  });
}

async function listenSomewhere(server: Server): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await listen(server, PORTS.from + Math.floor(Math.random() * PORTS.count));
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}
