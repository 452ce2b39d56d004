/** Reads what the contact centre told of a visitor's conversations, as far as it is new to whoever asks. */
import { advance, type Conversation } from "../../protocol/conversation";
import { PUSHED_STATES } from "../../protocol/push";
import type { Data, Source, StoredEvent } from "../../protocol/event";
import { createLinks } from "./links";
import type { Recognition } from "./recognition";
import type { Registry } from "./registry";

export interface PushQuery {
  site: string;
  /** As a page knows them: they may stand for another. */
  visitor: string;
  /** Only what is new since this number of the log; without one, or with one that is not of this log, what arrived in the last minutes. */
  since?: number | undefined;
  /** The collector's clock. */
  now: number;
}

/** What servers and agents told of a visitor's conversations. */
export interface Reports {
  /** Number of the last event of the log. */
  n: number;
  /** In the order in which it happened, as far as it arrived together. */
  reports: { event: Pick<StoredEvent, "id" | "type" | "at" | "data">; conversation: Conversation }[];
}

export interface Reporting {
  reports(query: PushQuery): Reports;
  owner(site: string, conversation: string): string | undefined;
}

/** What was told this long ago is still news to a page that has just begun to listen: the contact centre may be faster than a page. */
const RECENT_MS = 300_000;
/** Most conversations of one visitor that are looked at, those that changed last. */
const CONVERSATIONS = 20;
/** Most events that are told at once, the last. */
const REPORTS = 100;

interface ConversationRow {
  id: string;
  state: string;
}
interface ReportRow {
  n: number;
  id: string;
  type: string;
  at: number;
  received: number;
  data: string;
}
interface TellerRow extends ReportRow {
  source: Source;
  visitor: string;
}

const TYPES = PUSHED_STATES.map((state) => `'conversation.${state}'`).join();

export function createReporting({ database, aliases }: Pick<Registry, "database" | "aliases">, recognition: Pick<Recognition, "standing">): Reporting {
  const last = database.prepare("SELECT coalesce(max(n), 0) AS n FROM events");
  const changed = database.prepare(`SELECT id, state FROM conversations WHERE site = ? AND visitor = ? AND n > ? ORDER BY n DESC LIMIT ${CONVERSATIONS}`);
  const one = database.prepare(`
    SELECT coalesce(c.visitor, w.visitor) AS visitor FROM conversations AS c
    LEFT JOIN conversations AS w ON w.site = c.site AND w.id = c.part_of WHERE c.site = ? AND c.id = ?`);
  const told = database.prepare(`
    SELECT n, id, type, at, received, data FROM events
    WHERE site = ? AND conversation IN (SELECT value FROM json_each(?)) AND source <> 'page' AND type IN (${TYPES}) ORDER BY n DESC LIMIT ${REPORTS}`);
  // Whose it is depends on who was first: of each teller one event of a kind says it all. Of those it is the first whose columns SQLite gives.
  const tellers = database.prepare(`
    SELECT min(n) AS n, id, type, at, received, source, visitor, data FROM events
    WHERE site = ? AND conversation IN (SELECT value FROM json_each(?)) AND visitor IS NOT NULL AND n <= ? GROUP BY source, visitor, type, json_extract(data, '$.confidence')`);

  const links = createLinks(database);
  const idsOf = (site: string, conversation: string) => JSON.stringify(links.members(site, conversation));

  // What joins two conversations may make what was said before one visitor's for the first time.
  const joined = database.prepare(`
    SELECT 1 FROM events WHERE site = ? AND conversation IN (SELECT value FROM json_each(?)) AND n > ?
    AND (type IN ('conversation.linked', 'conversation.unlinked') OR json_extract(data, '$.ref') IS NOT NULL) LIMIT 1`);
  const ownerThen = (site: string, conversation: string, n: number) =>
    (tellers.all(site, idsOf(site, conversation), n) as unknown as TellerRow[])
      .reduce<Conversation | undefined>((state, row) => advance(state, { ...row, site, data: { ...(JSON.parse(row.data) as Data), conversation } }), undefined)?.visitor;

  return {
    reports({ site, visitor, since, now }) {
      // What was read in a transaction may be over.
      aliases.clear();
      const { n } = last.get() as { n: number };
      const standing = recognition.standing(site, visitor);
      if (standing.isOver) return { n, reports: [] };
      const everybody = new Set([standing.visitor, ...aliases.of(site, standing.visitor).filter((one) => aliases.find(site, one)?.standsFor === standing.visitor)]);
      const known = since !== undefined && since <= n ? since : undefined;

      const conversations = [...everybody].flatMap((one) => changed.all(site, one, known ?? 0) as unknown as ConversationRow[]);
      const reports = conversations.flatMap(({ id, state }) => {
        const rows = told.all(site, idsOf(site, id)) as unknown as ReportRow[];
        // What came before is news, too, where it was somebody else's or nobody's when this page last asked.
        const wasTheirs = known !== undefined && (rows.every((row) => row.n > known) || (!joined.get(site, idsOf(site, id), known) && everybody.has(ownerThen(site, id, known) ?? "")));
        const isNews = (row: ReportRow) => (known !== undefined && row.n > known) || (!wasTheirs && row.received >= now - RECENT_MS);
        const conversation = JSON.parse(state) as Conversation;
        const name = nameOf(conversation, everybody);
        return rows.filter(isNews).map(({ data, ...row }) => ({ n: row.n, event: { id: row.id, type: row.type, at: row.at, data: { ...(JSON.parse(data) as Data), ...name } }, conversation }));
      });
      const latest = reports.sort((a, b) => a.n - b.n).slice(-REPORTS);
      // As it happened, and not as it arrived.
      return { n, reports: latest.sort((a, b) => a.event.at - b.event.at || a.n - b.n) };
    },
    owner(site, conversation) {
      aliases.clear();
      const { visitor } = (one.get(site, links.find(site, { id: conversation, source: "server" })) ?? {}) as { visitor?: string | null };
      return typeof visitor === "string" ? recognition.standing(site, visitor).visitor : undefined;
    },
  };
}

/** The conversation by the id that the visitor's pages have for it, whatever the contact centre calls it. */
function nameOf({ id, facts }: Conversation, everybody: Set<string>): { conversation?: string } {
  const seen = facts.filter(({ source, visitor }) => source === "page" && everybody.has(visitor ?? ""));
  const [first] = seen;
  return first ? { conversation: first.of ?? id } : {};
}
