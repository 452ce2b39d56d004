/** Who changed what and who read what of people, newest first, and whether the log is as it was written. */
import { useState } from "preact/hooks";
import type { AuditCheck, AuditRow, AuditRows } from "../../protocol/audit";
import { useAnswer, Waiting } from "../answer";
import { Moment } from "../moment";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { thingOf } from "./thing";

interface Filter {
  who: string;
  object: string;
  kind: keyof typeof words.admin.audit.kinds;
}

const queryOf = ({ who, object, kind }: Filter) =>
  String(new URLSearchParams({ ...(who.trim() && { who: who.trim() }), ...(object.trim() && { object: object.trim() }), ...(kind !== "all" && { kind }) }));

export function AuditLog({ seat }: SectionProps) {
  const { audit } = words.admin;
  const [filter, setFilter] = useState<Filter>({ who: "", object: "", kind: "all" });
  const query = queryOf(filter);
  return (
    <>
      <p class="hint">{audit.hint}</p>
      <Check seat={seat} />
      <div class="line-form" role="search">
        <div class="field"><label for="audit-who">{audit.who}</label><input id="audit-who" placeholder={audit.whoHint} value={filter.who} autoComplete="off" onInput={({ currentTarget: { value } }) => setFilter({ ...filter, who: value })} /></div>
        <div class="field"><label for="audit-object">{audit.object}</label><input id="audit-object" placeholder={audit.objectHint} value={filter.object} autoComplete="off" onInput={({ currentTarget: { value } }) => setFilter({ ...filter, object: value })} /></div>
        <div class="field">
          <label for="audit-kind">{audit.kind}</label>
          <select id="audit-kind" value={filter.kind} onChange={({ currentTarget: { value } }) => setFilter({ ...filter, kind: value as Filter["kind"] })}>
            {Object.entries(audit.kinds).map(([kind, name]) => <option key={kind} value={kind}>{name}</option>)}
          </select>
        </div>
      </div>
      <Rows key={query} seat={seat} query={query} />
    </>
  );
}

function Check({ seat }: Pick<SectionProps, "seat">) {
  const { audit } = words.admin;
  const [state, setState] = useState<AuditCheck | "asking" | { failure: string }>();
  const check = async () => {
    setState("asking");
    const reply = await seat.desk.ask<AuditCheck>("/v1/audit/check");
    setState(reply.ok ? reply.body : { failure: reply.reason });
  };
  const told = state === undefined || state === "asking" || "failure" in state ? undefined : state;
  return (
    <p class="buttons">
      <button type="button" aria-disabled={state === "asking" || undefined} onClick={() => void check()}>{state === "asking" ? audit.checking : audit.check}</button>
      <span role="status" class="check-said" data-holds={told?.holds}>{told && saidOf(told)}</span>
      {typeof state === "object" && "failure" in state && <span class="failure" role="alert">{state.failure}</span>}
    </p>
  );
}

function saidOf({ holds, rows, broken, hash }: AuditCheck): string {
  const { audit } = words.admin;
  if (broken) return broken.why === "missing" ? audit.missing(broken.n) : audit.changed(broken.n);
  return holds && hash !== undefined ? audit.holds(rows, hash) : audit.empty;
}

function Rows({ seat, query }: Pick<SectionProps, "seat"> & { query: string }) {
  const { audit } = words.admin;
  const [more, setMore] = useState<AuditRow[]>([]);
  const [next, setNext] = useState<number>();
  const first = useAnswer(() => seat.desk.ask<AuditRows>(`/v1/audit?${query}`), query);
  const before = more.length ? next : first.body?.before;
  const older = async () => {
    const reply = await seat.desk.ask<AuditRows>(`/v1/audit?${query}&before=${before}`);
    if (!reply.ok) return;
    setMore([...more, ...reply.body.rows]);
    setNext(reply.body.before);
  };
  const rows = [...(first.body?.rows ?? []), ...more];
  return (
    <>
      <Waiting answer={first} what={audit.what} />
      {first.body && rows.length === 0 && <p class="empty">{audit.none}</p>}
      {rows.length > 0 && (
        <table class="audit-rows">
          <thead><tr>{Object.entries(audit.columns).map(([column, title]) => <th key={column} scope="col">{title}</th>)}</tr></thead>
          <tbody>{rows.map((row) => <Row key={row.n} row={row} />)}</tbody>
        </table>
      )}
      {before !== undefined && <p><button type="button" onClick={() => void older()}>{audit.older}</button></p>}
    </>
  );
}

function Row({ row: { n, at, who, role, what, object, status, times, before, after, ip, hash } }: { row: AuditRow }) {
  const { audit } = words.admin;
  const { columns } = audit;
  // Whoever was not let in has no role.
  const tag = role === undefined ? (status === 429 ? audit.throttled : audit.failed) : status === 403 ? audit.refused : undefined;
  const short = (text: string | undefined) => (text === undefined ? "–" : text.slice(0, 8));
  return (
    <tr data-row={n} title={hash}>
      <td data-label={columns.n}>{n}</td>
      <td data-label={columns.at}><Moment at={at} /></td>
      <td data-label={columns.who}><bdi>{role === undefined && who === "nobody" ? audit.nobody : who === "server" ? audit.server : who}</bdi>{role !== undefined && role !== "server" && ` (${words.admin.accounts.roles[role] ?? role})`}</td>
      <td data-label={columns.what} title={what}>{thingOf(what)}{tag !== undefined && <> <span class="tag">{tag}</span></>}{times !== undefined && ` ${audit.times(times)}`}</td>
      <td data-label={columns.object}><code>{object ?? "–"}</code></td>
      <td data-label={columns.ip}><code>{ip ?? "–"}</code></td>
      <td data-label={columns.hashes}>{before === undefined && after === undefined ? "–" : <code title={`${before ?? "–"} → ${after ?? "–"}`}>{short(before)} → {short(after)}</code>}</td>
    </tr>
  );
}
