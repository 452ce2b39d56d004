/** The contact centres' ways in: their addresses to paste, what came by them, and what was wrong with it. */
import { useState } from "preact/hooks";
import { useAnswer, Waiting } from "../answer";
import { Moment } from "../moment";
import { words } from "../words/pageWords";
import { number } from "../words/written";
import type { SectionProps } from "./admin";
import { Confirm } from "./confirm";
import { Copyable } from "./copyable";
import { Once } from "./once";
import { useChange } from "./useChange";
import { vendorName, VENDORS } from "./vendors";

/** As `GET /v1/connectors` tells it. */
interface Connector {
  id: string;
  vendor: string;
  address: string;
  hasSecret: boolean;
  delivered: number;
  repeated: number;
  ignored: number;
  refused: number;
  lastAt?: number;
  lastRefusal?: string;
}

const COUNTS = ["delivered", "repeated", "ignored", "refused"] as const;

export function Connectors({ seat }: SectionProps) {
  const { connectors } = words.admin;
  const [turn, setTurn] = useState(0);
  const [secret, setSecret] = useState<string>();
  const answer = useAnswer(() => seat.desk.ask<{ connectors: Connector[] }>("/v1/connectors"), turn);
  const change = useChange(seat.desk);
  const done = () => setTurn((n) => n + 1);
  const add = async (vendor: string, given: string) => {
    const made = await change.start<{ secret?: string }>("POST", "/v1/connectors", { vendor, ...(given && { secret: given }) });
    if (!made) return false;
    setSecret(made.told.secret);
    done();
    return true;
  };
  const list = answer.body?.connectors;
  return (
    <>
      <p class="hint">{connectors.hint}</p>
      <Waiting answer={answer} what={words.admin.sections.connectors} />
      {change.failure && <p class="failure" role="alert">{change.failure}</p>}
      {secret !== undefined && <Once title={connectors.made} label={connectors.giveSecret} text={secret} onDone={() => setSecret(undefined)} />}
      {list?.length === 0 && <p class="empty">{connectors.none}</p>}
      <ul class="things">
        {list?.map((connector) => (
          <One
            key={connector.id} connector={connector}
            give={async (given) => void ((await change.start("PATCH", `/v1/connectors/${connector.id}`, { secret: given })) && done())}
            remove={async () => void ((await change.start("DELETE", `/v1/connectors/${connector.id}`)) && done())}
          />
        ))}
      </ul>
      {list && list.length > 0 && <p class="hint">{connectors.sinceStart}</p>}
      <Add add={add} />
    </>
  );
}

function One({ connector, give, remove }: { connector: Connector; give: (secret: string) => Promise<void>; remove: () => Promise<void> }) {
  const { admin } = words;
  const { connectors } = admin;
  const { id, vendor, address, hasSecret, lastAt, lastRefusal } = connector;
  const [secret, setSecret] = useState("");
  const name = vendorName(vendor);
  return (
    <li data-connector={vendor}>
      <strong>{name}</strong>
      <Copyable label={connectors.address} text={address} />
      <dl class="fields">
        {COUNTS.map((count) => <div key={count}><dt>{connectors.columns[count]}</dt><dd>{number(connector[count])}</dd></div>)}
        <div><dt>{connectors.columns.last}</dt><dd>{lastAt === undefined ? admin.never : <Moment at={lastAt} />}</dd></div>
      </dl>
      {lastRefusal !== undefined && <p class="fixed">{connectors.refusal(connectors.reasons[lastRefusal] ?? lastRefusal.replace(/_/g, " "))}</p>}
      {!hasSecret && <p class="fixed">{connectors.noSecret}</p>}
      {!hasSecret && (
        <form class="line-form" onSubmit={(event) => (event.preventDefault(), void give(secret))}>
          <div class="field"><label for={`secret-${id}`}>{connectors.giveSecret}</label><input id={`secret-${id}`} required autoComplete="off" value={secret} onInput={({ currentTarget: { value } }) => setSecret(value)} /></div>
          <button class="primary">{connectors.give}</button>
        </form>
      )}
      <Confirm label={words.common.remove} name={connectors.remove(name)} ask={connectors.removeAsk} onConfirm={() => void remove()} />
    </li>
  );
}

function Add({ add }: { add: (vendor: string, secret: string) => Promise<boolean> }) {
  const { connectors } = words.admin;
  const [vendor, setVendor] = useState("genesys");
  const [secret, setSecret] = useState("");
  return (
    <form class="line-form" onSubmit={async (event) => (event.preventDefault(), (await add(vendor, secret)) && setSecret(""))}>
      <div class="field">
        <label for="vendor">{connectors.vendor}</label>
        <select id="vendor" value={vendor} onChange={({ currentTarget: { value } }) => setVendor(value)}>{VENDORS.map((each) => <option key={each} value={each}>{vendorName(each)}</option>)}</select>
      </div>
      <div class="field"><label for="vendor-secret">{connectors.secret}</label><input id="vendor-secret" autoComplete="off" value={secret} onInput={({ currentTarget: { value } }) => setSecret(value)} /></div>
      <button class="primary">{connectors.add}</button>
    </form>
  );
}
