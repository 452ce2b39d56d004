/** Lists the rules of one kind, each with its condition in words, and makes new ones. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { MapReport } from "../../protocol/ruleAnswers";
import type { ActionMap } from "../../protocol/rules";
import { Swatch } from "../color";
import { Drawing } from "../icon";
import { many } from "../range";
import { actionPhrase } from "./actionPhrase";
import { Caps } from "./caps";
import { added, edited, kept, placeOf, setOf, type AnyRule, type Entry, type Kind } from "./draft";
import { sentenceOf } from "./phrase";
import { isWithin } from "./places";
import { isShowable } from "./shape";
import { BLANK, TEMPLATES } from "./templates";
import { shareWords } from "./share";
import type { Work } from "./useWork";

export interface ListProps {
  kind: Kind;
  work: Work;
  /** What became of action maps within the last week, by id. */
  counts: ReadonlyMap<string, MapReport>;
  say: (news: string) => void;
}

const TITLES = { actionMaps: "Action maps: what is done, for whom and when", segments: "Segments: who visitors are like", outcomes: "Outcomes: what the site wants to happen" } as const;

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
  return (
    <section class="rule-section" aria-labelledby="rules-of-kind">
      <h3 id="rules-of-kind" ref={heading} tabIndex={-1}>{TITLES[kind]} <span class="count">{kept(entries).length}</span></h3>
      {entries.length > 0 && (
        <ul class="rule-list">
          {entries.map((entry) => entry.gone ? (
            <li key={entry.key} class="rule-row" data-gone>
              <p><del>{entry.rule.name}</del> <span class="hint">is deleted once you save.</span></p>
              <button type="button" onClick={() => change(entry.key, { gone: undefined }, `${entry.rule.name} is back.`)}>Undo</button>
            </li>
          ) : (
            <Row
              key={entry.key} kind={kind} entry={entry} work={work} counts={counts.get(entry.rule.id)}
              onCopy={() => add({ ...entry.rule, name: `${entry.rule.name} (copy)`, active: false })}
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
  return (
    <li class="rule-row" data-rule={rule.id}>
      <label class="switch">
        <input type="checkbox" role="switch" checked={isActive} onChange={() => onChange({ rule: { ...rule, active: isActive ? false : undefined } as AnyRule }, `${name} is ${isActive ? "off" : "on"}, once you save.`)} />
        <span class="spoken">{name}</span> <span aria-hidden="true">{isActive ? "On" : "Off"}</span>
      </label>
      <div class="rule-what">
        <h4>
          {"color" in rule && <Swatch color={rule.color} />}
          <a href={`#${kind}/${encodeURIComponent(key)}`}>{name}</a>
          {text !== undefined && <span class="wrong"><Drawing name="warning" /> no JSON</span>}
          {wrong > 0 && <span class="wrong"><Drawing name="warning" /> {many(wrong, "problem")}</span>}
        </h4>
        {isShowable(kind, rule) ? (
          <p>{sentenceOf(rule.when, setOf(work.draft))}{kind === "actionMaps" && <>. <strong>{actionPhrase((rule as ActionMap).action)}</strong></>}</p>
        ) : <p class="hint">Words cannot say this rule as it stands.</p>}
        {rule.description && <p class="hint">{rule.description}</p>}
        {counts && <p class="hint">Last 7 days: {countsOf(counts)}</p>}
      </div>
      <div class="who-actions">
        <a class="button" href={`#${kind}/${encodeURIComponent(key)}`} aria-label={`Edit ${name}`}>Edit</a>
        <button type="button" aria-label={`Duplicate ${name}`} onClick={onCopy}>Duplicate</button>
        <button type="button" aria-label={`Delete ${name}`} onClick={() => onChange({ gone: true }, `${name} is deleted once you save.`)}>Delete</button>
      </div>
    </li>
  );
}

/** "offered 120, accepted 30 (25 %), engaged 24 (80 %)". */
function countsOf({ qualified, offered, accepted, engaged, type }: MapReport): string {
  if (type === "webhook" || type === "tag") return many(qualified, "time");
  return `offered ${offered.count.toLocaleString("en")}, accepted ${shareWords(accepted)}${type === "content" ? "" : `, engaged ${shareWords(engaged)}`}`;
}

function New({ kind, isFirst, onChoose }: { kind: Kind; isFirst: boolean; onChoose: (rule: AnyRule) => void }) {
  return (
    <details class="templates" open={isFirst}>
      <summary>New</summary>
      <ul>
        {TEMPLATES.filter((template) => template.kind === kind).map(({ rule, says }) => (
          <li key={rule.name}><button type="button" onClick={() => onChoose(rule)}>{rule.name}</button> <span class="hint">{says}</span></li>
        ))}
        <li><button type="button" onClick={() => onChoose(BLANK[kind])}>Empty</button> <span class="hint">Begin from nothing.</span></li>
      </ul>
    </details>
  );
}
