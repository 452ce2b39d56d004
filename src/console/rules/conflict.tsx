/** Somebody else has saved meanwhile: shows what they have changed, and lets whoever comes second choose. Nothing is lost. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SavedRules } from "../../protocol/ruleAnswers";
import type { RuleSet } from "../../protocol/rules";
import { Moment } from "../moment";
import { setOf, type AnyRule, type Kind } from "./draft";
import { differences, merged, type Difference } from "./merge";
import { sentenceOf } from "./phrase";
import { isShowable } from "./shape";
import type { Work } from "./useWork";

export function Conflict({ work, theirs }: { work: Work; theirs: SavedRules }) {
  const sides = { base: work.base.set, mine: setOf(work.draft), theirs: theirs.set };
  const list = differences(sides);
  const [chosen, setChosen] = useState<{ [rule: string]: "mine" | "theirs" }>({});
  const choice = ({ kind, id }: Difference) => chosen[`${kind} ${id}`] ?? "mine";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="conflict" aria-labelledby="conflict">
      <h3 id="conflict" ref={heading} tabIndex={-1}>{theirs.by || "Somebody"} has saved version {theirs.version} meanwhile</h3>
      <p>At <Moment at={theirs.at} />, while you were changing version {work.base.version}. Nothing of yours is lost: choose what you go on with, and save once more.</p>
      {!list.length && <p>Nothing is different in it from what you have.</p>}
      {list.map((difference) => {
        const { kind, id, mine, theirs: other, isBoth } = difference;
        const name = `${kind} ${id}`;
        return (
          <fieldset key={name} class="fieldset" data-difference={id}>
            <legend>{(other ?? mine)?.name ?? id}</legend>
            {isBoth ? (["mine", "theirs"] as const).map((side) => (
              <label key={side} class="side">
                <input type="radio" name={name} checked={choice(difference) === side} onChange={() => setChosen({ ...chosen, [name]: side })} />
                <span><strong>{side === "mine" ? "Mine" : "Theirs"}:</strong> <Says kind={kind} rule={side === "mine" ? mine : other} set={sides[side]} /></span>
              </label>
            )) : <p><strong>{other ? (mine ? "Changed" : "New") : "Deleted"} by them:</strong> <Says kind={kind} rule={other ?? mine} set={theirs.set} /></p>}
          </fieldset>
        );
      })}
      <div class="who-actions">
        <button type="button" class="primary" onClick={() => work.replace(merged(sides, choice), theirs)}>Put both together</button>
        <button type="button" onClick={() => work.replace(theirs.set, theirs)}>Go on with theirs alone</button>
      </div>
    </section>
  );
}

function Says({ kind, rule, set }: { kind: Kind; rule: AnyRule | undefined; set: RuleSet }) {
  if (!rule) return <>deleted</>;
  return (
    <>
      {rule.name}{rule.active === false && " (off)"}{isShowable(kind, rule) && <span class="hint"> {sentenceOf(rule.when, set)}</span>}
      <details><summary>All of it</summary><pre>{JSON.stringify(rule, null, 2)}</pre></details>
    </>
  );
}
