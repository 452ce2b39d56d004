/** Lists the versions of the rules that are kept, shows one, and brings one back. */
import { useState } from "preact/hooks";
import type { RulesVersion, SavedRules } from "../../protocol/ruleAnswers";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { Moment } from "../moment";
import { many } from "../range";
import { KINDS } from "./draft";
import { sentenceOf } from "./phrase";
import { isShowable } from "./shape";
import type { Work } from "./useWork";

const ONE = { actionMaps: "action map", segments: "segment", outcomes: "outcome" } as const;

export function Versions({ work, seat }: { work: Work; seat: Seat }) {
  const answer = useAnswer(() => seat.desk.ask<{ versions: RulesVersion[] }>("/v1/rules/versions"), work.base.version);
  const [open, setOpen] = useState<number>();
  const list = answer.body?.versions;
  return (
    <section class="rule-section" aria-labelledby="versions">
      <h3 id="versions">Versions <span class="count">{list?.length}</span></h3>
      <Waiting answer={answer} what="The versions" />
      {list?.length === 0 && <p class="empty">Nothing was saved yet.</p>}
      <ul class="rule-list">
        {list?.map((version) => {
          const { version: n, at, by } = version;
          return (
            <li key={n} class="version" data-version={n}>
              <div class="version-head">
                <p>
                  <strong>Version {n}</strong> {n === work.base.version && <span class="tag">runs</span>} <Moment at={at} /> by {by}{" "}
                  <span class="hint">{KINDS.map((kind) => many(version[kind], ONE[kind])).join(", ")}</span>
                </p>
                <button type="button" aria-expanded={open === n} aria-label={`Look at version ${n}`} onClick={() => setOpen(open === n ? undefined : n)}>Look</button>
              </div>
              {open === n && <Version n={n} work={work} seat={seat} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Version({ n, work, seat }: { n: number; work: Work; seat: Seat }) {
  const answer = useAnswer(() => seat.desk.ask<SavedRules>(`/v1/rules/versions/${n}`), n);
  const saved = answer.body;
  return (
    <>
      <Waiting answer={answer} what={`Version ${n}`} />
      {saved && (
        <>
          {KINDS.map((kind) => saved.set[kind].length > 0 && (
            <dl key={kind} class="version-rules">
              {saved.set[kind].map((rule) => (
                <div key={rule.id}><dt>{rule.name}{rule.active === false && " (off)"}</dt><dd>{isShowable(kind, rule) ? sentenceOf(rule.when, saved.set) : ""}</dd></div>
              ))}
            </dl>
          ))}
          {n !== work.base.version && (
            <p>
              <button type="button" onClick={() => work.replace(saved.set)}>Bring version {n} back</button>{" "}
              <span class="hint">It runs again once you save.</span>
            </p>
          )}
        </>
      )}
    </>
  );
}
