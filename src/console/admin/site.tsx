/** What the site is called, its public key, and its secret keys. */
import { useState } from "preact/hooks";
import { SETTING_CHARS } from "../../protocol/settings";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { Copyable } from "./copyable";
import { Keys } from "./keys";
import { useSetting, whoChanged } from "./useSetting";

export function Site(props: SectionProps) {
  const { admin } = words;
  return (
    <>
      <Name {...props} />
      <Copyable label={admin.site.publicKey} text={props.told.site.key} />
      <p class="hint">{admin.site.publicHint}</p>
      <Keys {...props} />
    </>
  );
}

function Name({ seat, told, take, say }: SectionProps) {
  const { admin } = words;
  const [name, setName] = useState(told.site.name);
  const change = useSetting({ seat, told, take });
  const wrong = change.problems.get("name");
  const isFixed = !seat.me.may.includes("settings.write");
  const save = async () => {
    const done = await change.save({ name }, ({ now }) => ([told.site.name, name].includes(now.site.name) ? { name } : undefined));
    if (!done) return;
    setName(done.told.site.name);
    say(admin.saved);
  };
  return (
    <form class="admin-form" onSubmit={(event) => (event.preventDefault(), void save())}>
      <div class="field">
        <label for="site-name">{admin.site.name}</label>
        <input id="site-name" required readOnly={isFixed} maxLength={SETTING_CHARS} dir="auto" value={name} autoComplete="off" aria-describedby="site-name-hint" aria-invalid={wrong !== undefined || undefined} onInput={({ currentTarget: { value } }) => setName(value)} />
        <span class="hint" id="site-name-hint">{wrong ?? admin.site.nameHint}</span>
      </div>
      {change.meanwhile && <p class="fixed" role="alert">{admin.meanwhile.value(whoChanged(change.meanwhile), change.meanwhile.now.site.name)}</p>}
      {change.failure && wrong === undefined && <p class="failure" role="alert">{change.failure}</p>}
      {!isFixed && <p class="buttons"><button class="primary" disabled={name === told.site.name}>{change.isSaving ? admin.saving : admin.save}</button></p>}
    </form>
  );
}
