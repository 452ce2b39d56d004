/** A list of texts that are set of the site: allowed websites, queues, or wrap-up codes. */
import { useRef, useState } from "preact/hooks";
import { SETTING_ENTRIES } from "../../protocol/settings";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { mergeLists } from "./mergeList";
import { Origin } from "./origin";
import { useSetting, whoChanged, type Meanwhile } from "./useSetting";

type Name = "origins" | "queues" | "codes";

interface Entry {
  key: number;
  text: string;
}

let made = 0;
const toEntries = (texts: string[]): Entry[] => texts.map((text) => ({ key: ++made, text }));
const same = (entries: Entry[], texts: string[]) => JSON.stringify(entries.map(({ text }) => text)) === JSON.stringify(texts);

export function ListForm({ seat, told, take, say, name }: SectionProps & { name: Name }) {
  const { admin } = words;
  const { list, [name]: { one, hint } } = admin;
  const setting = told.settings[name];
  const [entries, setEntries] = useState(() => toEntries(setting.value));
  const change = useSetting({ seat, told, take });
  const [isBack, setBack] = useState(false);
  const whole = useRef<HTMLFormElement>(null);
  const isFixed = setting.from === "environment" || !seat.me.may.includes("settings.write");

  const edit = (next: Entry[]) => {
    change.forget();
    setEntries(next);
  };
  const save = async (value: string[] | null) => {
    setBack(value === null);
    const done = await change.save({ [name]: value }, (meanwhile) => {
      const theirs = meanwhile.now.settings[name].value;
      if (JSON.stringify(theirs) === JSON.stringify(setting.value)) return { [name]: value };
      const both = mergeLists({ base: setting.value, mine: value ?? theirs, theirs });
      if (value !== null && !both.isDoubtful) return { [name]: both.entries };
      setEntries(toEntries(both.entries));
      return undefined;
    });
    if (!done) return;
    setEntries(toEntries(done.told.settings[name].value));
    const what = done.meanwhile && whatChanged(done.meanwhile, name);
    say(done.meanwhile && what ? admin.meanwhile.saved(whoChanged(done.meanwhile), what) : admin.saved);
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
      {change.meanwhile && <p class="fixed" role="alert">{(isBack ? admin.meanwhile.back : admin.meanwhile.list)(whoChanged(change.meanwhile), whatChanged(change.meanwhile, name))}</p>}
      {change.failure && <p class="failure" role="alert">{change.failure}{change.problems.has(name) && ` ${change.problems.get(name)}`}</p>}
      <p class="buttons">
        <button type="button" onClick={add} disabled={entries.length >= SETTING_ENTRIES}>{list.add}</button>
        <button class="primary" aria-disabled={change.isSaving || undefined} disabled={same(entries, setting.value)}>{change.isSaving ? admin.saving : admin.save}</button>
      </p>
    </form>
  );
}

/** What somebody else has done to the list, in words. */
function whatChanged({ before, now }: Meanwhile, name: Name): string {
  const { meanwhile } = words.admin;
  const [base, theirs] = [before, now].map(({ settings }) => settings[name].value) as [string[], string[]];
  const { added, removed, hasMoved } = mergeLists({ base, mine: base, theirs });
  const said = [added.length && meanwhile.added(meanwhile.quoted(added)), removed.length && meanwhile.removed(meanwhile.quoted(removed)), hasMoved && meanwhile.moved];
  return said.filter((one) => typeof one === "string").join("; ");
}
