/** A list of texts that are set of the site: allowed websites, queues, or wrap-up codes. */
import { useRef, useState } from "preact/hooks";
import { SETTING_ENTRIES, type SettingsAnswer } from "../../protocol/settings";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { Origin } from "./origin";
import { useChange } from "./useChange";

interface Entry {
  key: number;
  text: string;
}

let made = 0;
const toEntries = (texts: string[]): Entry[] => texts.map((text) => ({ key: ++made, text }));
const same = (entries: Entry[], texts: string[]) => JSON.stringify(entries.map(({ text }) => text)) === JSON.stringify(texts);

export function ListForm({ seat, told, take, say, name }: SectionProps & { name: "origins" | "queues" | "codes" }) {
  const { admin } = words;
  const { list, [name]: { one, hint } } = admin;
  const setting = told.settings[name];
  const [entries, setEntries] = useState(() => toEntries(setting.value));
  const change = useChange(seat.desk);
  const whole = useRef<HTMLFormElement>(null);
  const isFixed = setting.from === "environment" || !seat.me.may.includes("settings.write");

  const edit = (next: Entry[]) => {
    change.forget();
    setEntries(next);
  };
  const save = async (value: string[] | null) => {
    const done = await change.start<SettingsAnswer>("PATCH", "/v1/settings", { [name]: value });
    if (!done) return;
    take(done.told);
    setEntries(toEntries(done.told.settings[name].value));
    say(admin.saved);
  };
  const add = () => {
    edit([...entries, { key: ++made, text: "" }]);
    // It is drawn by then.
    setTimeout(() => whole.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const swap = (i: number) => edit(entries.map((entry, at) => (at === i - 1 ? entries[i]! : at === i ? entries[i - 1]! : entry)));

  if (isFixed) {
    return (
      <>
        <p class="hint">{hint}</p>
        <Origin setting={setting} />
        <ul class="plain-list">{setting.value.map((text) => <li key={text}><bdi>{text}</bdi></li>)}</ul>
      </>
    );
  }
  return (
    <form class="admin-form" ref={whole} onSubmit={(event) => (event.preventDefault(), void save(entries.map(({ text }) => text).filter((text) => text.trim() !== "")))}>
      <p class="hint">{hint}</p>
      <Origin setting={setting} onDefault={() => void save(null)} />
      {entries.length === 0 && <p class="empty">{list.none}</p>}
      <ol class="entries">
        {entries.map(({ key, text }, i) => {
          const label = list.entry(one, i + 1);
          const wrong = change.problems.get(`${name}[${i}]`);
          return (
            <li key={key}>
              <input
                aria-label={label} value={text} dir="auto" autoComplete="off" spellcheck={false} {...(wrong !== undefined && { "aria-invalid": true, "aria-describedby": `wrong-${key}` })}
                onInput={({ currentTarget: { value } }) => edit(entries.map((entry) => (entry.key === key ? { key, text: value } : entry)))}
              />
              {name !== "origins" && i > 0 && <button type="button" aria-label={list.up(text || label)} onClick={() => swap(i)}>↑</button>}
              <button type="button" aria-label={list.remove(text || label)} onClick={() => edit(entries.filter((entry) => entry.key !== key))}>{words.common.remove}</button>
              {wrong !== undefined && <span class="wrong" id={`wrong-${key}`}>{wrong}</span>}
            </li>
          );
        })}
      </ol>
      {change.failure && <p class="failure" role="alert">{change.failure}{change.problems.has(name) && ` ${change.problems.get(name)}`}</p>}
      <p class="buttons">
        <button type="button" onClick={add} disabled={entries.length >= SETTING_ENTRIES}>{list.add}</button>
        <button class="primary" aria-disabled={change.isSaving || undefined} disabled={same(entries, setting.value)}>{change.isSaving ? admin.saving : admin.save}</button>
      </p>
    </form>
  );
}
