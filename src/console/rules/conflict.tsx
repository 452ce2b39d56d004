/** Somebody else has saved meanwhile: shows what they have changed, and lets whoever comes second choose. Nothing is lost. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { SavedRules } from "../../protocol/ruleAnswers";
import type { RuleSet } from "../../protocol/rules";
import { Moment } from "../moment";
import { setOf, type AnyRule, type Kind } from "./draft";
import { differences, merged, type Difference } from "./merge";
import { sentenceOf } from "./phrase";
import { isShowable } from "./shape";
import { words } from "../words/pageWords";
import type { Work } from "./useWork";

export function Conflict({ work, theirs }: { work: Work; theirs: SavedRules }) {
  const sides = { base: work.base.set, mine: setOf(work.draft), theirs: theirs.set };
  const list = differences(sides);
  const [chosen, setChosen] = useState<{ [rule: string]: "mine" | "theirs" }>({});
  const choice = ({ kind, id }: Difference) => chosen[`${kind} ${id}`] ?? "mine";
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const { page } = words.rules;
  const [before, after] = page.nothingLost(work.base.version);
  return (
    <section class="conflict" aria-labelledby="conflict">
      <h3 id="conflict" ref={heading} tabIndex={-1}>{page.savedMeanwhile(theirs.by, theirs.version)}</h3>
      <p>{before}<Moment at={theirs.at} />{after}</p>
      {!list.length && <p>{page.nothingDifferent}</p>}
      {list.map((difference) => {
        const { kind, id, mine, theirs: other, isBoth } = difference;
        const name = `${kind} ${id}`;
        return (
          <fieldset key={name} class="fieldset" data-difference={id}>
            <legend>{(other ?? mine)?.name ?? id}</legend>
            {isBoth ? (["mine", "theirs"] as const).map((side) => (
              <label key={side} class="side">
                <input type="radio" name={name} checked={choice(difference) === side} onChange={() => setChosen({ ...chosen, [name]: side })} />
                <span><strong>{page[side]}</strong> <Says kind={kind} rule={side === "mine" ? mine : other} set={sides[side]} /></span>
              </label>
            )) : <p><strong>{other ? (mine ? page.changedByThem : page.newByThem) : page.deletedByThem}</strong> <Says kind={kind} rule={other ?? mine} set={theirs.set} /></p>}
          </fieldset>
        );
      })}
      <div class="who-actions">
        <button type="button" class="primary" onClick={() => work.replace(merged(sides, choice), theirs)}>{page.bothTogether}</button>
        <button type="button" onClick={() => work.replace(theirs.set, theirs)}>{page.theirsAlone}</button>
      </div>
    </section>
  );
}

function Says({ kind, rule, set }: { kind: Kind; rule: AnyRule | undefined; set: RuleSet }) {
  const { page } = words.rules;
  if (!rule) return <>{page.deleted}</>;
  return (
    <>
      {rule.name}{rule.active === false && ` ${page.isOff}`}{isShowable(kind, rule) && <span class="hint"> {sentenceOf(rule.when, set)}</span>}
      <details><summary>{page.allOfIt}</summary><pre dir="ltr">{JSON.stringify(rule, null, 2)}</pre></details>
    </>
  );
}
