/** Edits one rule, as a form and as text side by side: two views of one thing. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { renamed, edited, kept, placeOf, setOf, typed, type AnyRule, type Entry, type Kind } from "./draft";
import { FormContext, type Form } from "./form";
import { sentenceOf } from "./phrase";
import { assigned, isWithin, written } from "./places";
import { RuleForm } from "./ruleForm";
import { RuleText } from "./ruleText";
import { isShowable } from "./shape";
import { words } from "../words/pageWords";
import type { Work } from "./useWork";

export interface EditorProps {
  kind: Kind;
  entry: Entry;
  work: Work;
}

export function Editor({ kind, entry: { key, rule, text }, work }: EditorProps) {
  const { draft, base, change } = work;
  const place = placeOf(draft, kind, key);
  const set = setOf(draft);
  const own = work.problems.filter((problem) => isWithin(problem.place, place));
  const [problems, setProblems] = useState<Form["problems"]>(new Map());
  const root = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  useLayoutEffect(() => {
    // Which places there are is known once they are drawn.
    const places = [...root.current!.querySelectorAll<HTMLElement>("[data-place]")].map(({ dataset }) => dataset.place!);
    const next = assigned(own, places);
    if (JSON.stringify([...next]) !== JSON.stringify([...problems])) setProblems(next);
  });
  const isNew = !base.set[kind].some(({ id }) => id === key);
  const form: Form = useMemo(() => ({
    rule, place, problems, set,
    change: (at, value) => change((now) => {
      const before = kept(now[kind]).find((entry) => entry.key === key)?.rule;
      if (!before) return now;
      const next = edited(now, kind, key, { rule: written(before, at, value) as AnyRule });
      return at === "name" && isNew ? renamed(next, { kind, key, before: before.name }) : next;
    }),
  }), [rule, place, problems, draft]);
  const { page } = words.rules;
  const canShow = isShowable(kind, rule);
  return (
    <section class="editor" aria-labelledby="edited">
      <div class="editor-head">
        <h3 id="edited" ref={heading} tabIndex={-1}>{rule.name || page.nameless}</h3>
        <a class="quiet" href={`#${kind}`}>{page.all[kind]}</a>
      </div>
      {canShow && <p class="editor-says">{sentenceOf(rule.when, set)}.</p>}
      <div class="editor-sides">
        <div ref={root} class="rule-form" data-place={place} tabIndex={-1}>
          {problems.has(place) && <p class="wrong">{problems.get(place)!.join("; ")}</p>}
          {text !== undefined && <p class="hint">{page.textIsNoJson}</p>}
          {canShow ? (
            <FormContext.Provider value={form}><fieldset class="whole" disabled={text !== undefined}><legend class="spoken">{rule.name}</legend><RuleForm kind={kind} /></fieldset></FormContext.Provider>
          ) : <p class="empty">{page.cannotShow}</p>}
        </div>
        <RuleText rule={rule} broken={text} problems={own} place={place} onType={(next) => change((now) => typed(now, kind, key, next))} onPutBack={() => change((now) => edited(now, kind, key, { text: undefined }))} />
      </div>
    </section>
  );
}
