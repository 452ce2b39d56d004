/** The site's secret keys: made, shown once, and revoked when their last use has passed. */
import { useState } from "preact/hooks";
import { SETTING_CHARS, type NewSecretKey, type SecretKey } from "../../protocol/settings";
import { useAnswer, Waiting } from "../answer";
import { Moment } from "../moment";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { Confirm } from "./confirm";
import { Once } from "./once";
import { useChange } from "./useChange";

export function Keys({ seat, say }: SectionProps) {
  const { admin } = words;
  const { site } = admin;
  const [turn, setTurn] = useState(0);
  const [name, setName] = useState("");
  const [fresh, setFresh] = useState<NewSecretKey>();
  const answer = useAnswer(() => seat.desk.ask<{ keys: SecretKey[] }>("/v1/keys"), turn);
  const change = useChange(seat.desk);
  // Whoever can make a key can be whoever has it.
  const isMaker = seat.me.may.includes("accounts");
  const make = async () => {
    const done = await change.start<NewSecretKey>("POST", "/v1/keys", { name });
    if (!done) return;
    setFresh(done.told);
    setName("");
    setTurn(turn + 1);
  };
  const revoke = async (key: SecretKey) => {
    const done = await change.start("DELETE", `/v1/keys/${encodeURIComponent(key.id)}`);
    if (!done) return;
    if (fresh?.id === key.id) setFresh(undefined);
    setTurn(turn + 1);
    say(site.revoked(key.name));
  };
  return (
    <section class="admin-part" aria-labelledby="keys">
      <h4 id="keys">{site.keys}</h4>
      <p class="hint">{site.keysHint}</p>
      <Waiting answer={answer} what={site.keys} />
      {change.failure && <p class="failure" role="alert">{change.failure}</p>}
      {fresh && <Once title={site.made(fresh.name)} label={site.secret} text={fresh.secret} onDone={() => setFresh(undefined)} />}
      <ul class="things">
        {answer.body?.keys.map((key) => (
          <li key={key.id} data-key={key.name}>
            <strong dir="auto">{key.name}</strong>
            <dl class="fields">
              {key.ends !== undefined && <div><dt>{site.columns.ends}</dt><dd><code>…{key.ends}</code></dd></div>}
              {key.createdAt !== undefined && <div><dt>{site.columns.made}</dt><dd><Moment at={key.createdAt} /> {key.by !== undefined && site.by(key.by === "server" ? admin.byServer : key.by)}</dd></div>}
              <div><dt>{site.columns.used}</dt><dd>{key.lastAt === undefined ? admin.never : <Moment at={key.lastAt} />}</dd></div>
            </dl>
            {isMaker && <Confirm label={site.revoke} name={site.revokeKey(key.name)} ask={site.revokeAsk(key.name)} onConfirm={() => void revoke(key)} />}
          </li>
        ))}
      </ul>
      {isMaker && <form class="line-form" onSubmit={(event) => (event.preventDefault(), void make())}>
        <div class="field">
          <label for="key-name">{site.keyName}</label>
          <input id="key-name" required maxLength={SETTING_CHARS} dir="auto" value={name} autoComplete="off" onInput={({ currentTarget: { value } }) => setName(value)} />
        </div>
        <button class="primary" aria-disabled={change.isSaving || undefined}>{site.make}</button>
      </form>}
    </section>
  );
}
