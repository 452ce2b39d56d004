/** Lists the rules of one kind, each with its condition in words, and makes new ones. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { MapReport } from "../../protocol/ruleAnswers";
import type { ActionMap } from "../../protocol/rules";
import { Swatch } from "../color";
import { Drawing } from "../icon";
import { words } from "../words/pageWords";
import { number } from "../words/written";
import { actionPhrase } from "./actionPhrase";
import { Caps } from "./caps";
import { added, edited, kept, placeOf, setOf, type AnyRule, type Entry, type Kind } from "./draft";
import { sentenceOf } from "./phrase";
import { isWithin } from "./places";
import { isShowable } from "./shape";
import { blank, templates } from "./templates";
import { shareWords } from "./share";
import type { Work } from "./useWork";

export interface ListProps {
  kind: Kind;
  work: Work;
  /** What became of action maps within the last week, by id. */
  counts: ReadonlyMap<string, MapReport>;
  say: (news: string) => void;
}

export function List({ kind, work, counts, say }: ListProps) {
  const entries = work.draft[kind];
  const heading = useRef<HTMLHeadingElement>(null);
  const add = (rule: AnyRule) => {
    const { draft, key } = added(work.draft, kind, rule);
    work.change(() => draft);
    location.hash = `${kind}/${encodeURIComponent(key)}`;
  };
  const acted = useRef(false);
  useLayoutEffect(() => {
    // The button that was pressed went away with what it belonged to.
    if (acted.current && document.activeElement === document.body) heading.current?.focus();
    acted.current = false;
  });
  const change = (key: string, what: Parameters<typeof edited>[3], news: string) => {
    acted.current = true;
    work.change((draft) => edited(draft, kind, key, what));
    say(news);
  };
  const { page } = words.rules;
  return (
    <section class="rule-section" aria-labelledby="rules-of-kind">
      <h3 id="rules-of-kind" ref={heading} tabIndex={-1}>{page.titles[kind]} <span class="count">{kept(entries).length}</span></h3>
      {entries.length > 0 && (
        <ul class="rule-list">
          {entries.map((entry) => entry.gone ? (
            <li key={entry.key} class="rule-row" data-gone>
              <p><del>{entry.rule.name}</del> <span class="hint">{page.goneOnceSaved}</span></p>
              <button type="button" onClick={() => change(entry.key, { gone: undefined }, page.isBack(entry.rule.name))}>{page.undo}</button>
            </li>
          ) : (
            <Row
              key={entry.key} kind={kind} entry={entry} work={work} counts={counts.get(entry.rule.id)}
              onCopy={() => add({ ...entry.rule, name: page.copyOf(entry.rule.name), active: false })}
              onChange={(what, news) => change(entry.key, what, news)}
            />
          ))}
        </ul>
      )}
      <New kind={kind} isFirst={!entries.length} onChoose={add} />
      {kind === "actionMaps" && <Caps work={work} />}
    </section>
  );
}

interface RowProps {
  kind: Kind;
  entry: Entry;
  work: Work;
  counts: MapReport | undefined;
  onCopy: () => void;
  onChange: (what: Parameters<typeof edited>[3], news: string) => void;
}

function Row({ kind, entry: { key, rule, text }, work, counts, onCopy, onChange }: RowProps) {
  const place = placeOf(work.draft, kind, key);
  const wrong = work.problems.filter((problem) => isWithin(problem.place, place)).length;
  const isActive = rule.active !== false;
  const name = rule.name || rule.id;
  const { page } = words.rules;
  return (
    <li class="rule-row" data-rule={rule.id}>
      <label class="switch">
        <input type="checkbox" role="switch" checked={isActive} onChange={() => onChange({ rule: { ...rule, active: isActive ? false : undefined } as AnyRule }, isActive ? page.turnedOff(name) : page.turnedOn(name))} />
        <span class="spoken">{name}</span> <span aria-hidden="true">{isActive ? page.on : page.off}</span>
      </label>
      <div class="rule-what">
        <h4>
          {"color" in rule && <Swatch color={rule.color} />}
          <a href={`#${kind}/${encodeURIComponent(key)}`}><bdi>{name}</bdi></a>
          {text !== undefined && <span class="wrong"><Drawing name="warning" /> {page.noJson}</span>}
          {wrong > 0 && <span class="wrong"><Drawing name="warning" /> {page.problems(wrong)}</span>}
        </h4>
        {isShowable(kind, rule) ? (
          <p>{sentenceOf(rule.when, setOf(work.draft))}{kind === "actionMaps" && <>. <strong>{actionPhrase((rule as ActionMap).action)}</strong></>}</p>
        ) : <p class="hint">{page.cannotSay}</p>}
        {rule.description && <p class="hint" dir="auto">{rule.description}</p>}
        {counts && <p class="hint">{page.lastWeek(countsOf(counts))}</p>}
      </div>
      <div class="who-actions">
        <a class="button" href={`#${kind}/${encodeURIComponent(key)}`} aria-label={page.editNamed(name)}>{page.edit}</a>
        <button type="button" aria-label={page.duplicateNamed(name)} onClick={onCopy}>{page.duplicate}</button>
        <button type="button" aria-label={page.deleteNamed(name)} onClick={() => onChange({ gone: true }, page.deletedOnceSaved(name))}>{page.delete}</button>
      </div>
    </li>
  );
}

/** "offered 120, accepted 30 (25 %), engaged 24 (80 %)". */
function countsOf({ qualified, offered, accepted, engaged, type }: MapReport): string {
  const { page } = words.rules;
  if (type === "webhook" || type === "tag") return page.times(qualified);
  const [count, taken] = [number(offered.count), shareWords(accepted)];
  return type === "content" ? page.offered(count, taken) : page.offeredEngaged(count, taken, shareWords(engaged));
}

function New({ kind, isFirst, onChoose }: { kind: Kind; isFirst: boolean; onChoose: (rule: AnyRule) => void }) {
  const { page } = words.rules;
  return (
    <details class="templates" open={isFirst}>
      <summary>{page.new}</summary>
      <ul>
        {templates().filter((template) => template.kind === kind).map(({ rule, says }) => (
          <li key={rule.name}><button type="button" onClick={() => onChoose(rule)}>{rule.name}</button> <span class="hint">{says}</span></li>
        ))}
        <li><button type="button" onClick={() => onChoose(blank()[kind])}>{page.empty}</button> <span class="hint">{page.fromNothing}</span></li>
      </ul>
    </details>
  );
}
