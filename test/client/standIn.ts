/** A real HTTP server that answers as a test says, request by request, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}
/** A status with headers and a body; or `cut`: the line is torn, `half`: within the answer, `never`: nothing comes. */
export type Reply = { status: number; headers?: { [name: string]: string }; body?: unknown } | "cut" | "half" | "never";

export interface StandIn {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

/** The last of the replies is given for ever. */
export async function openStandIn(...replies: Reply[]): Promise<StandIn> {
  const asked: Asked[] = [];
  const answer = (reply: Reply | undefined, response: ServerResponse) => {
    if (reply === "cut") return void response.destroy();
    if (reply === "never" || !reply) return;
    if (reply === "half") {
      response.writeHead(202, { "content-type": "application/json", "content-length": 100 }).write('{"event":');
      return void setImmediate(() => response.destroy());
    }
    const { status, headers = {}, body = { event: "e1", state: "stored" } } = reply;
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    asked.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    answer(replies[Math.min(asked.length, replies.length) - 1], response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
