/** Reads who waited for an agent, when and in which queue, from indexes alone, and the conversations of a span of time one after the other. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Conversation } from "../../protocol/conversation";
import { conversationCard } from "../fold/conversation";

/** A span of time; its end is not included. */
export interface WaitSpan {
  site: string;
  from: number;
  until: number;
}

/** One conversation that a customer began. */
export interface Wait {
  /** The last that it was in. */
  queue?: string;
  startedAt: number;
  /** When an agent was connected for the first time. */
  answeredAt?: number;
  /** When the customer ended it before that. */
  abandonedAt?: number;
}

export interface UnderWay {
  queue?: string;
  status: "waiting" | "connected";
  since: number;
}

/** As a card shows it, but for whom it is with. */
export type Begun = Omit<ReturnType<typeof conversationCard>, "kind" | "visitor" | "customer">;

export interface Waits {
  /** Those that began within the span, or came to be answered or given up in it. The last hour may lie before it. */
  waits(span: WaitSpan): Promise<Wait[]>;
  underWay(site: string): Promise<UnderWay[]>;
  /** Free agents by queue, where the contact centre has told. */
  agentsFree(site: string): Promise<Map<string, number>>;
  /** Conversations that began within the span, oldest first, some at a time: others are served in between. */
  begun(span: WaitSpan): AsyncGenerator<Begun>;
}

/** Read in one go. */
const PAGE = 200;

export function createWaits(database: DatabaseSyncInstance): Waits {
  const columns = "queue, started_at AS startedAt, answered_at AS answeredAt, decided_at AS decidedAt";
  const moments = database.prepare(`
    SELECT ${columns} FROM conversations WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3 AND waited = 1
    UNION ALL
    SELECT ${columns} FROM conversations WHERE site = ?1 AND decided_at >= ?2 AND decided_at < ?3 AND NOT (started_at >= ?2 AND started_at < ?3) AND waited = 1`);
  const open = database.prepare(`
    SELECT queue, status, json_extract(state, '$.since') AS since FROM conversations
    WHERE site = ? AND status IN ('waiting', 'connected', 'wrapping') AND waited = 1`);
  const free = database.prepare("SELECT queue, agents FROM queues WHERE site = ?");
  const page = database.prepare(`
    SELECT id, started_at AS startedAt, state FROM conversations
    WHERE site = ?1 AND started_at >= ?2 AND started_at < ?3 AND (started_at, id) > (?4, ?5) AND status NOT IN ('pending', 'linked') ORDER BY started_at, id LIMIT ${PAGE}`);

  return {
    async waits({ site, from, until }) {
      const rows = moments.all(site, from, until) as { queue: string | null; startedAt: number; answeredAt: number | null; decidedAt: number | null }[];
      return rows.map(({ queue, startedAt, answeredAt, decidedAt }) => ({
        ...(queue !== null && { queue }), startedAt,
        ...(answeredAt !== null ? { answeredAt } : decidedAt !== null && { abandonedAt: decidedAt }),
      }));
    },
    async underWay(site) {
      const rows = open.all(site) as { queue: string | null; status: string; since: number }[];
      return rows.flatMap(({ queue, status, since }) => (status === "waiting" || status === "connected" ? [{ ...(queue !== null && { queue }), status, since }] : []));
    },
    agentsFree: async (site) => new Map((free.all(site) as { queue: string; agents: number }[]).map(({ queue, agents }) => [queue, agents])),
    async *begun({ site, from, until }) {
      let last = { startedAt: from, id: "" };
      for (;;) {
        const rows = page.all(site, from, until, last.startedAt, last.id) as { id: string; startedAt: number; state: string }[];
        for (const { state } of rows) {
          const { kind: _kind, visitor: _visitor, customer: _customer, ...told } = conversationCard(JSON.parse(state) as Conversation);
          yield told;
        }
        if (rows.length < PAGE) return;
        last = rows[rows.length - 1]!;
        await new Promise(setImmediate);
      }
    },
  };
}
