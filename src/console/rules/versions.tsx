/** Lists the versions of the rules that are kept, shows one, and brings one back. */
import { useState } from "preact/hooks";
import type { RulesVersion, SavedRules } from "../../protocol/ruleAnswers";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { Moment } from "../moment";
import { words } from "../words/pageWords";
import { KINDS } from "./draft";
import { sentenceOf } from "./phrase";
import { isShowable } from "./shape";
import type { Work } from "./useWork";

export function Versions({ work, seat }: { work: Work; seat: Seat }) {
  const answer = useAnswer(() => seat.desk.ask<{ versions: RulesVersion[] }>("/v1/rules/versions"), work.base.version);
  const [open, setOpen] = useState<number>();
  const { page } = words.rules;
  const list = answer.body?.versions;
  return (
    <section class="rule-section" aria-labelledby="versions">
      <h3 id="versions">{page.versions} <span class="count">{list?.length}</span></h3>
      <Waiting answer={answer} what={page.theVersions} />
      {list?.length === 0 && <p class="empty">{page.noVersions}</p>}
      <ul class="rule-list">
        {list?.map((version) => {
          const { version: n, at, by } = version;
          return (
            <li key={n} class="version" data-version={n}>
              <div class="version-head">
                <p>
                  <strong>{page.version(n)}</strong> {n === work.base.version && <span class="tag">{page.runs}</span>} <Moment at={at} /> {page.by(by)}{" "}
                  <span class="hint">{KINDS.map((kind) => page.holds[kind](version[kind])).join(", ")}</span>
                </p>
                <button type="button" aria-expanded={open === n} aria-label={page.lookAt(n)} onClick={() => setOpen(open === n ? undefined : n)}>{page.look}</button>
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
  const { page } = words.rules;
  return (
    <>
      <Waiting answer={answer} what={page.version(n)} />
      {saved && (
        <>
          {KINDS.map((kind) => saved.set[kind].length > 0 && (
            <dl key={kind} class="version-rules">
              {saved.set[kind].map((rule) => (
                <div key={rule.id}><dt>{rule.name}{rule.active === false && ` ${page.isOff}`}</dt><dd>{isShowable(kind, rule) ? sentenceOf(rule.when, saved.set) : ""}</dd></div>
              ))}
            </dl>
          ))}
          {n !== work.base.version && (
            <p>
              <button type="button" onClick={() => work.replace(saved.set)}>{page.bringBack(n)}</button>{" "}
              <span class="hint">{page.runsOnceSaved}</span>
            </p>
          )}
        </>
      )}
    </>
  );
}
