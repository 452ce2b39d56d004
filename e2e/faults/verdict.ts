/** Compares what pages were promised with what the collector has. */
import type { Entry } from "./ledger";
import type { Stored, StoredRow } from "./stored";

/** A page that was loaded. */
export interface Load {
  url: string;
  /** When its tracker was seen to know the session; milliseconds since 1970. Nobody waited for that where there is none. */
  readyAt?: number;
  /** Whether the loss of its view is allowed. */
  excused?: boolean;
}

export interface Evidence {
  entries: Entry[];
  loads: Load[];
  rows: StoredRow[];
  copiesOf: Stored["copiesOf"];
}

export interface Verdict {
  /** Calls that returned and must be stored, or are. */
  events: number;
  lost: Entry[];
  /** Lost, too, but that was allowed. */
  excused: Entry[];
  /** What is stored more than once, in words. */
  twice: string[];
  /** Facts that follow from the events, and that are not what a run without faults would give; in words. */
  wrong: string[];
}

function repeated<Item>(items: Item[], keyOf: (item: Item) => string | undefined): string[] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].flatMap(([key, count]) => (count > 1 ? [`${key} ×${count}`] : []));
}

/** A world is one visitor who makes one visit, however many pages that takes. */
export function judge({ entries, loads, rows, copiesOf }: Evidence): Verdict {
  const stored = new Set(rows.map(({ data }) => data.nonce));
  const missing = entries.filter(({ nonce }) => !stored.has(nonce));
  const viewed = rows.filter(({ type, data }) => type === "page.viewed" && data.arrival === "load");
  const viewsOf = (address: string) => viewed.filter(({ url }) => url === address).length;
  const sessions = [...new Set(rows.map(({ session }) => session))];
  const visitors = new Set(rows.map(({ visitor }) => visitor));

  const wrong: string[] = [];
  if (rows.length && visitors.size !== 1) wrong.push(`${visitors.size} visitors instead of one`);
  if (rows.length && sessions.length !== 1) wrong.push(`${sessions.length} web sessions instead of one`);
  for (const session of sessions) {
    const own = rows.filter((row) => row.session === session);
    const starts = own.filter(({ type }) => type === "session.started").length;
    if (starts !== 1) wrong.push(`${starts} times session.started in session ${session}`);
    const numbers = new Set([...own.map(({ seq }) => seq), ...copiesOf(session ?? "")]);
    const holes = Array.from({ length: Math.max(...own.map(({ seq }) => seq ?? -1)) + 1 }, (_, seq) => seq).filter((seq) => !numbers.has(seq));
    if (holes.length) wrong.push(`no event ${holes.slice(0, 5).join(", ")}${holes.length > 5 ? ", …" : ""} in session ${session}`);
  }
  const views = [...new Set(loads.map(({ url }) => url))].map((url) => {
    const all = loads.filter((load) => load.url === url);
    return { url, seen: viewsOf(url), least: all.filter(({ readyAt, excused }) => readyAt && !excused).length, most: all.length };
  });
  for (const { url, seen, least } of views) if (seen < least) wrong.push(`${seen} page views instead of ${least} of ${url}`);

  return {
    events: entries.filter(({ nonce, excused }) => !excused || stored.has(nonce)).length,
    lost: missing.filter(({ excused }) => !excused),
    excused: missing.filter(({ excused }) => excused),
    twice: [
      ...repeated(rows, ({ id }) => `id ${id}`),
      ...repeated(rows, ({ data }) => data.nonce && `nonce ${data.nonce}`),
      ...views.flatMap(({ url, seen, most }) => (seen > most ? [`view of ${url} ×${seen} at ${most} loads`] : [])),
      ...repeated(rows, ({ session, seq }) => (seq === null ? undefined : `number ${seq} of session ${session}`)),
    ],
    wrong,
  };
}
