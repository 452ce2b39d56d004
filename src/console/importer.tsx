/** Imports contacts from a CSV file: by a picker or dropped, with its progress, its counts and what was wrong with it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Import } from "../protocol/contact";
import type { Seat } from "./desk";
import { startPolling } from "./poll";
import { outcome, percent, reading } from "./progress";
import { ownRegion, regions } from "./regions";
import { upload } from "./upload";
import { words } from "./words/words";
import { number } from "./words/written";

const POLL_MS = 400;

interface Going {
  name: string;
  bytes: number;
  /** Bytes that have left the browser. */
  sent: number;
  id?: string;
}

/** @param onRead called when the directory has changed */
export function Importer({ seat, onRead }: { seat: Seat; onRead: () => void }) {
  const [going, setGoing] = useState<Going>();
  const [told, setTold] = useState<Import>();
  const [failure, setFailure] = useState("");
  const [region, setRegion] = useState(() => ownRegion(navigator.language));
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const isBusy = going !== undefined;

  const start = async (file: File | undefined) => {
    if (!file || isBusy) return;
    setTold(undefined);
    setFailure("");
    const begun = { name: file.name, bytes: file.size, sent: 0 };
    setGoing(begun);
    const path = `/v1/imports${region && `?region=${region}`}`;
    const reply = await upload<{ id: string }>({ file, path: seat.desk.at(path), onProgress: (sent) => setGoing({ ...begun, sent }) });
    if (picker.current) picker.current.value = "";
    if (reply.ok) return setGoing({ ...begun, sent: file.size, id: reply.body.id });
    setGoing(undefined);
    setFailure(reply.reason);
  };

  const id = going?.id;
  useEffect(() => {
    if (!id) return undefined;
    return startPolling({
      ask: () => seat.desk.ask<Import>(`/v1/imports/${id}`),
      everyMs: POLL_MS,
      onReply: (reply) => {
        setFailure(reply.ok ? "" : words.common.askingAgain(reply.reason));
        if (!reply.ok) return;
        setTold(reply.body);
        if (reply.body.state === "running") return;
        setGoing(undefined);
        onRead();
      },
    });
  }, [id]);

  const { contacts } = words;
  return (
    <section class="importer" aria-labelledby="import">
      <h3 id="import">{contacts.import}</h3>
      <p class="hint">{contacts.format}</p>
      <label class="find">
        <span>{contacts.national}</span>
        <select value={region} disabled={isBusy} onChange={(event) => setRegion(event.currentTarget.value)}>
          <option value="">{contacts.noCountry}</option>
          {regions(words.locale).map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </select>
      </label>
      <div
        class="drop"
        data-over={isOver}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); void start(event.dataTransfer?.files[0]); }}
      >
        <label class="pick" aria-disabled={isBusy}>
          <span>{contacts.chooseFile}</span>
          <input type="file" ref={picker} accept=".csv,.tsv,.txt,text/csv" disabled={isBusy} onChange={(event) => void start(event.currentTarget.files?.[0])} />
        </label>
        <span class="hint">{contacts.orDrop}</span>
      </div>
      {going && <Progress going={going} told={told} />}
      {failure && <p class="failure" role="alert">{failure}</p>}
      <p role="status" class="spoken">{going ? contacts.importing(going.name) : told ? outcome(told) : ""}</p>
      {!going && told && <Outcome told={told} seat={seat} />}
    </section>
  );
}

function Progress({ going, told }: { going: Going; told: Import | undefined }) {
  const { contacts } = words;
  const state = told ? reading(told) : going.id ? contacts.reading(0) : contacts.sending(percent(going.sent, going.bytes));
  return (
    <label class="progress">
      <span>{contacts.going(going.name, state)}</span>
      {told ? <progress max={told.totalBytes} value={told.readBytes} /> : <progress max={going.bytes} value={going.id ? 0 : going.sent} />}
    </label>
  );
}

function Outcome({ told, seat }: { told: Import; seat: Seat }) {
  const { contacts } = words;
  const { id, created, updated, unchanged, bad, problems, notes = [], reason } = told;
  return (
    <div class="outcome" data-state={told.state}>
      <p><strong>{outcome(told)}</strong></p>
      {reason && <p class="failure" role="alert">{reason}</p>}
      {notes.map((note) => <p key={note}>{note}</p>)}
      <dl class="counts">
        {Object.entries({ created, updated, unchanged, bad }).map(([name, count]) => (
          <div key={name} data-count={name}><dt>{contacts.counts[name as keyof typeof contacts.counts]}</dt><dd>{number(count)}</dd></div>
        ))}
      </dl>
      {problems.length > 0 && (
        <>
          <h4>{contacts.whatWasWrong}</h4>
          <ul class="problems">{problems.map(({ line, problem }) => <li key={line}><span class="line">{contacts.line(line)}</span> {problem}</li>)}</ul>
        </>
      )}
      {bad > problems.length && problems.length > 0 && <p class="hint">{contacts.andMore(bad - problems.length)}</p>}
      {bad > 0 && <p><a href={seat.desk.at(`/v1/imports/${id}/report`)} download>{contacts.report}</a></p>}
    </div>
  );
}
