/** Who tells what: pages and the contact centre's server, each gathering events into batches as the real ones do. */
import type { ConversationLink, Data, WireEvent } from "../protocol/event";
import { BATCH_EVENTS, BATCH_MS } from "../protocol/limits";
import type { Agenda } from "./agenda";

/** A batch on its way to the collector. */
export interface Delivery {
  /** When it leaves, milliseconds since 1970. */
  at: number;
  /** A page sends with the public key and its `Origin`, a server with the secret key. */
  teller: "page" | "server";
  /** The visitor, of a page's. */
  visitor?: string;
  events: WireEvent[];
}

/** Tells of one visit. */
export interface PageTeller {
  visitor: string;
  session: string;
  /** @param url of the page from now on */
  go(url: string): void;
  tell(type: string, data?: Data): void;
}

export interface Tellers {
  createPage(): PageTeller;
  /** The contact centre's word. Returns the event's id. */
  server(type: string, data: ConversationLink): string;
  /** What has left by now. */
  take(): Delivery[];
  /** Sends what waits. */
  close(): void;
}

export interface TellersDependencies {
  agenda: Agenda;
  createId: (at: number) => string;
  startsAt: number;
}

/** Servers send what happened within so long together. */
const SERVER_MS = 200;
/** Pages send these at once. */
const isUrgent = (type: string) => /^(conversation|identity)\./.test(type);

interface Box {
  teller: Delivery["teller"];
  visitor?: string;
  events: WireEvent[];
}

export function createTellers({ agenda, createId, startsAt }: TellersDependencies): Tellers {
  const sent: Delivery[] = [];
  const waiting = new Set<Box>();
  const now = () => startsAt + agenda.now();

  const send = (box: Box) => {
    waiting.delete(box);
    const { events, ...from } = box;
    if (events.length) sent.push({ at: now(), ...from, events: events.splice(0) });
  };
  const put = (box: Box, event: WireEvent, waitMs: number) => {
    box.events.push(event);
    if (!waitMs || box.events.length === BATCH_EVENTS) return send(box);
    if (waiting.has(box)) return;
    waiting.add(box);
    agenda.after(waitMs, () => waiting.has(box) && send(box));
  };
  const box: Box = { teller: "server", events: [] };

  return {
    createPage() {
      const visitor = createId(now());
      const session = createId(now());
      const own: Box = { teller: "page", visitor, events: [] };
      let seq = 0;
      let address = "";
      return {
        visitor,
        session,
        go: (url) => void (address = url),
        tell(type, data = {}) {
          const at = now();
          put(own, { id: createId(at), type, at, session, seq: seq++, url: address, data }, isUrgent(type) ? 0 : BATCH_MS);
        },
      };
    },
    server(type, data) {
      const at = now();
      const id = createId(at);
      put(box, { id, type, at, data: { ...data } }, SERVER_MS);
      return id;
    },
    take: () => sent.splice(0),
    close: () => [...waiting].forEach(send),
  };
}
