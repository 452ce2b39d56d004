/** A real server that webhooks are sent to, with a ledger of its own of everything that came. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body as it is read. */
  message: { type: string; timestamp: string; data: { id: string; [key: string]: unknown } };
}

export interface Receiver {
  port: number;
  url: string;
  received: Received[];
  /** Ids of the events that came, copies too. */
  ids(): string[];
  /** How the next ones are answered. */
  answer: (received: Received, response: ServerResponse) => void;
  close(): Promise<void>;
}

export const ok = (_received: Received, response: ServerResponse) => void response.writeHead(204).end();
export const status = (code: number, headers: { [name: string]: string } = {}) => (_received: Received, response: ServerResponse) => void response.writeHead(code, headers).end();

export async function openReceiver(port = 0, host = "127.0.0.1"): Promise<Receiver> {
  const received: Received[] = [];
  const hear = async (request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part as string;
    const one: Received = { path: request.url ?? "", headers: request.headers, body, message: body.startsWith("{") ? JSON.parse(body) : {} };
    received.push(one);
    receiver.answer(one, response);
  };
  // Who kills the sender breaks off requests.
  const server = createServer((request, response) => void hear(request, response).catch(() => undefined)).listen(port, host);
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo;
  const receiver: Receiver = {
    port: own,
    url: `http://${host}:${own}/hook`,
    received,
    ids: () => received.map(({ message }) => message.data.id),
    answer: ok,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
