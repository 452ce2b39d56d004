/** The sites of this collector that one works on, and a form that adds another: its tag and its secret key come in the answer, and the key only there. */
import { useState } from "preact/hooks";
import { SETTING_CHARS } from "../../protocol/settings";
import type { NewSite } from "../../protocol/site";
import { addressOf } from "../addresses";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { Copyable } from "./copyable";
import { Once } from "./once";
import { useChange } from "./useChange";

/** The section of a site's settings that says what it is called. */
const SETTINGS = "#site";

export function Sites({ seat }: SectionProps) {
  const { sites } = words.admin;
  const { site: here, sites: all = [here] } = seat.me;
  const [name, setName] = useState("");
  const [fresh, setFresh] = useState<NewSite>();
  const change = useChange(seat.desk);
  const add = async () => {
    const done = await change.start<NewSite>("POST", "/v1/sites", { name });
    if (!done) return;
    setFresh(done.told);
    setName("");
    seat.renew();
  };
  const wrong = change.problems.get("name");
  return (
    <>
      <p class="hint">{sites.hint}</p>
      {fresh && (
        <Once title={sites.made(fresh.site.name)} label={words.admin.site.secret} text={fresh.secret} onDone={() => setFresh(undefined)}>
          <Copyable label={words.admin.install.tag} text={fresh.tag} />
          <p><a href={addressOf("/console/admin#install", fresh.site.key)}>{sites.settingsOf(fresh.site.name)}</a></p>
        </Once>
      )}
      <ul class="things">
        {all.map(({ key, name }) => (
          <li key={key} data-site={key}>
            <strong dir="auto">{name}</strong>
            <dl class="fields">
              <div><dt>{words.admin.site.publicKey}</dt><dd><code>{key}</code></dd></div>
            </dl>
            <a href={key === here.key ? SETTINGS : addressOf(`/console/admin${SETTINGS}`, key)} aria-label={sites.settingsOf(name)}>{sites.settings}</a>
          </li>
        ))}
      </ul>
      <form class="admin-part" aria-labelledby="add-site" onSubmit={(event) => (event.preventDefault(), void add())}>
        <h4 id="add-site">{sites.addTitle}</h4>
        <div class="line-form">
          <div class="field">
            <label for="new-site">{words.admin.site.name}</label>
            <input id="new-site" required maxLength={SETTING_CHARS} dir="auto" value={name} autoComplete="off" aria-describedby="new-site-hint" aria-invalid={wrong !== undefined || undefined} onInput={({ currentTarget: { value } }) => setName(value)} />
          </div>
          <button class="primary" aria-disabled={change.isSaving || undefined}>{sites.add}</button>
        </div>
        <p class="hint" id="new-site-hint">{wrong ?? words.admin.site.nameHint}</p>
        {change.failure && wrong === undefined && <p class="failure" role="alert">{change.failure}</p>}
      </form>
    </>
  );
}
