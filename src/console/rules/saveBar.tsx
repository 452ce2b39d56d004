/** Stays at the foot of the page as long as something is changed and not saved; says what is wrong with it, and where. */
import { words } from "../words/pageWords";
import { broken, kept, KINDS, placeOf, type Draft } from "./draft";
import { isWithin } from "./places";
import type { Work } from "./useWork";

export function SaveBar({ work }: { work: Work }) {
  const { draft, base, changed, problems, aside, failure, isSaving } = work;
  const unread = broken(draft);
  if (!changed && !problems.length && !aside && !failure) return null;
  const save = () => {
    if (!unread.length) work.save();
  };
  const { page } = words.rules;
  return (
    <section class="save-bar" aria-label={page.changes}>
      {failure && <p class="failure" role="alert">{changed ? page.notSaved(failure) : failure}</p>}
      {unread.length > 0 && <p class="failure">{page.textsAreNoJson(unread)}</p>}
      {problems.length > 0 && (
        <details class="all-problems">
          <summary>{page.wouldBeRefused(problems.length)}</summary>
          <ul>{problems.map(({ place, message }, i) => <li key={i}><a href={addressOf(draft, place)} onClick={() => focusSoon(place)}>{place || page.theSet}</a> {message}</li>)}</ul>
        </details>
      )}
      <div class="save-row">
        <p>{changed ? page.changed(changed) : aside ? page.putAside : page.unchanged}</p>
        <div class="who-actions">
          {aside && <button type="button" onClick={work.bringBack}>{page.bringMineBack}</button>}
          {changed > 0 && <button type="button" onClick={() => work.replace(base.set)}>{page.discard}</button>}
          {changed > 0 && <a class="button" href="#try">{page.tryOut}</a>}
          {changed > 0 && <button type="button" class="primary" aria-disabled={isSaving || unread.length > 0} onClick={save}>{page.save}</button>}
        </div>
      </div>
    </section>
  );
}

/** The editor of the rule that a place lies in. */
function addressOf(draft: Draft, place: string): string {
  for (const kind of KINDS) {
    const entry = kept(draft[kind]).find(({ key }) => isWithin(place, placeOf(draft, kind, key)));
    if (entry) return `#${kind}/${encodeURIComponent(entry.key)}`;
  }
  return "#actionMaps";
}

/** Once the editor is there, the control at the place, or at what it lies within. */
function focusSoon(place: string): void {
  setTimeout(() => {
    const all = [...document.querySelectorAll<HTMLElement>("[data-place]")].filter(({ dataset }) => isWithin(place, dataset.place ?? ""));
    all.sort((a, b) => (b.dataset.place ?? "").length - (a.dataset.place ?? "").length)[0]?.focus();
  }, 50);
}
