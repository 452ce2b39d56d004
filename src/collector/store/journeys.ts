/** Reads journeys from the log, a page at a time from their end: of a visit, of a conversation, or of a person over all of theirs. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Journey, Step } from "../../protocol/card";
import type { Source } from "../../protocol/event";
import type { Handles } from "../../protocol/mayHandle";
import { cut } from "../fold/text";
import type { Vault } from "../vault/vault";
import { createEventRows } from "./eventRows";
import { createHandled } from "./handled";
import { createLinks } from "./links";
import { IS_NOTE } from "./notes";
import { createPersons } from "./persons";
import { createVisitorRows } from "./visitorRows";

export interface JourneyQuery {
  site: string;
  of: "session" | "conversation" | "visitor" | "contact";
  id: string;
  limit: number;
  /** Of an answer before: the steps that came before its first. What is no such word is as good as none. */
  before?: string | undefined;
  /** Steps of other conversations are left out. */
  handles?: Handles | undefined;
}

interface StepRow {
  id: string;
  type: string;
  at: number;
  source: Source;
  site: string;
  visitor: string | null;
  session: string | null;
  url: string | null;
  data: string;
  seq: number | null;
  n: number;
}

/** Longest text of a step's data: a journey is read at a glance, and the log has it all. */
const STEP_CHARS = 300;
const shorten = (_key: string, value: unknown) => (typeof value === "string" ? cut(value, STEP_CHARS) : value);

const COLUMNS = "site, id, type, at, source, visitor, session, url, data, seq, n, conversation";
const OWNER = "(SELECT visitor FROM sessions WHERE site = ?1 AND id = ?2)";
/** Anybody can name any session, so pages are believed of their own visitor's only. */
const OWN = `(source <> 'page' OR visitor IS ${OWNER})`;
/** Lists of ids as JSON: a conversation may have several, and so may a person. */
const TALKS = "(SELECT value FROM json_each(?3))";
const PERSON = "(SELECT value FROM json_each(?2))";
const select = (which: string) => `SELECT ${COLUMNS} FROM events WHERE site = ?1 AND ${which}`;
const DECIDED = "session IS NULL AND source <> 'page' AND type GLOB 'identity.*' AND type <> 'identity.resolved'";
const ALL = {
  conversation: [`conversation IN ${TALKS} AND ?2 IS NOT NULL`],
  // What the contact centre tells of a visit's conversations belongs to its journey, though it knows no session.
  session: [`session = ?2 AND ${OWN}`, `session IS NULL AND ${OWN} AND conversation IN ${TALKS}`, `visitor = ${OWNER} AND ${DECIDED}`],
  person: [
    `session IN (SELECT id FROM sessions WHERE site = ?1 AND visitor IN ${PERSON}) AND (source <> 'page' OR visitor IN ${PERSON})`,
    `conversation IN ${TALKS}`, `visitor IN ${PERSON} AND ${DECIDED}`, `visitor IN ${PERSON} AND ${IS_NOTE}`,
  ],
};
/** What has no number was said of what has one: it comes after it. */
const LAST = Number.MAX_SAFE_INTEGER;
const KEY = `(at, coalesce(seq, ${LAST}), n)`;
const union = (kind: keyof typeof ALL) => ALL[kind].map(select).join(" UNION ");
/** Under which id, and as whose, a step was told of a conversation: a page names its own visitor's. */
const TOLD = "json_array(conversation, iif(source = 'page', visitor, NULL))";
const END = [LAST, LAST, LAST] as const;

export function createJourneys(database: DatabaseSyncInstance, vault: Vault): (query: JourneyQuery) => Journey {
  const visitors = createVisitorRows(database, vault);
  const events = createEventRows(database, visitors);
  const links = createLinks(database);
  const persons = createPersons(database, vault);
  const isHandled = createHandled(database);
  const prepare = (kind: keyof typeof ALL) => {
    // Whoever handles all does without the list, which is asked of each step.
    const read = (which: string, limit: string) => ({
      page: database.prepare(`SELECT * FROM (${union(kind)}) WHERE ${KEY} < (?4, ?5, ?6) ${which} ORDER BY at DESC, coalesce(seq, ${LAST}) DESC, n DESC LIMIT ${limit}`),
      count: database.prepare(`SELECT count(*) AS count FROM (${union(kind)}) WHERE ${KEY} < (?4, ?5, ?6) ${which}`),
    });
    return {
      all: read("", "?7"),
      own: read(`AND (conversation IS NULL OR ${TOLD} NOT IN (SELECT value FROM json_each(?7)))`, "?8"),
      told: database.prepare(`SELECT DISTINCT ${TOLD} AS told FROM (${union(kind)}) WHERE conversation IS NOT NULL`),
    };
  };
  const journeys = { session: prepare("session"), conversation: prepare("conversation"), person: prepare("person") };
  const talks = {
    session: database.prepare(`SELECT id FROM conversations WHERE site = ?1 AND session = ?2 AND (visitor IS NULL OR visitor = ${OWNER})`),
    conversation: database.prepare("SELECT coalesce(part_of, id) AS id FROM conversations WHERE site = ?1 AND id = ?2"),
    person: database.prepare(`
      SELECT id FROM conversations WHERE site = ?1 AND visitor IN ${PERSON} UNION SELECT id FROM conversations WHERE site = ?1 AND customer IN ${PERSON}`),
  };

  const toStep = (row: StepRow): Step => {
    const { id, type, at, source, session, url, seq, n } = row;
    const data = JSON.parse(JSON.stringify(events.data(row)), shorten) as Step["data"];
    return { id, type, at, source, n, ...(session !== null && { session }), ...(seq !== null && { seq }), ...(url !== null && { url }), data };
  };
  /** What was linked once and is somebody else's now is not named. */
  const withoutOthers = (site: string, step: Step, handles: Handles): Step => {
    const { with: other, ...data } = step.data;
    return typeof other === "string" && !isHandled(site, { id: other, source: "server" }, handles) ? { ...step, data } : step;
  };

  return ({ site, of, id, limit, before, handles }) => {
    visitors.clear();
    if (handles && of === "conversation" && !isHandled(site, { id, source: "server" }, handles)) return { steps: [], earlier: 0 };
    const kind = of === "session" || of === "conversation" ? of : "person";
    const whose = of === "visitor" || of === "contact" ? JSON.stringify(persons.ids({ site, of, id })) : id;
    const ids = (talks[kind].all(site, whose) as { id: string }[]).flatMap((talk) => links.members(site, talk.id));
    const which = [site, whose, JSON.stringify(ids)] as const;
    const others = handles && (journeys[kind].told.all(...which) as { told: string }[]).map(({ told }) => told).filter((told) => {
      const [talk, visitor] = JSON.parse(told) as [string, string | null];
      return !isHandled(site, visitor === null ? { id: talk, source: "server" } : { id: talk, source: "page", visitor }, handles);
    });
    const { page, count } = journeys[kind][others ? "own" : "all"];
    const but = others ? [JSON.stringify(others)] : [];
    const rows = (page.all(...which, ...keyOf(before), ...but, limit) as unknown as StepRow[]).reverse();
    const [first] = rows;
    const key = first && ([first.at, first.seq ?? LAST, first.n] as const);
    const earlier = key && rows.length === limit ? (count.get(...which, ...key, ...but) as { count: number }).count : 0;
    const steps = rows.map(toStep);
    return { steps: handles ? steps.map((step) => withoutOthers(site, step, handles)) : steps, earlier, ...(earlier > 0 && key && { before: key.join(".") }) };
  };
}

/** Where an answer before began. */
function keyOf(before: string | undefined): readonly [number, number, number] {
  const [, at, seq, n] = /^(\d{1,16})\.(\d{1,16})\.(\d{1,16})$/.exec(before ?? "") ?? [];
  return n === undefined ? END : [Number(at), Number(seq), Number(n)];
}
