/** For how many days events are kept. What is shorter than before deletes, so it is asked once more. */
import { useState } from "preact/hooks";
import { KEEP_DAYS } from "../../protocol/settings";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { Confirm } from "./confirm";
import { Origin } from "./origin";
import { useSetting, whoChanged } from "./useSetting";

const NAMES = ["keepAnonymousDays", "keepIdentifiedDays"] as const;

export function Retention(props: SectionProps) {
  return (
    <>
      <p class="hint">{words.admin.retention.hint}</p>
      {NAMES.map((name) => <Days key={name} {...props} name={name} />)}
    </>
  );
}

function Days({ seat, told, take, say, name }: SectionProps & { name: (typeof NAMES)[number] }) {
  const { admin } = words;
  const setting = told.settings[name];
  const [typed, setTyped] = useState(String(setting.value));
  const change = useSetting({ seat, told, take });
  // What is no number is sent as it is: the collector says what is wrong with it.
  const days = /^\d+$/.test(typed.trim()) ? Number(typed) : typed;
  const save = async (value: number | string | null) => {
    const body = { [name]: value };
    const done = await change.save(body, ({ now }) => ([setting.value, value].includes(now.settings[name].value) ? body : undefined));
    if (!done) return;
    setTyped(String(done.told.settings[name].value));
    say(admin.saved);
  };
  const isFixed = setting.from === "environment" || !seat.me.may.includes("settings.write");
  const isShorter = typeof days === "number" && days >= 1 && days < setting.value;
  const wrong = change.problems.get(name);
  return (
    <form class="admin-form" onSubmit={(event) => (event.preventDefault(), isShorter || void save(days))}>
      <div class="field number">
        <label for={name}>{admin.retention[name]}</label>
        <input
          id={name} inputMode="numeric" autoComplete="off" maxLength={String(KEEP_DAYS).length} required value={typed} readOnly={isFixed} {...(wrong !== undefined && { "aria-invalid": true, "aria-describedby": `${name}-wrong` })}
          onInput={({ currentTarget: { value } }) => (change.forget(), setTyped(value))}
        />
        {wrong !== undefined && <span class="wrong" id={`${name}-wrong`}>{wrong}</span>}
      </div>
      <Origin setting={setting} {...(setting.from === "console" && !isFixed && { onDefault: () => void save(null) })} />
      {change.meanwhile && <p class="fixed" role="alert">{admin.meanwhile.value(whoChanged(change.meanwhile), String(change.meanwhile.now.settings[name].value))}</p>}
      {change.failure && wrong === undefined && <p class="failure" role="alert">{change.failure}</p>}
      {!isFixed && days !== setting.value && (
        <p class="buttons">
          {isShorter ? <Confirm label={admin.retention.anyway} ask={admin.retention.shorter} onConfirm={() => void save(days)} />
            : <button class="primary" aria-disabled={change.isSaving || undefined}>{change.isSaving ? admin.saving : admin.save}</button>}
        </p>
      )}
    </form>
  );
}
