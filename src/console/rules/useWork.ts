/** Holds the rules that somebody works on: the running set, what is changed of it, and what the collector says of both. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { SavedRules } from "../../protocol/ruleAnswers";
import type { RuleProblem, RuleSet } from "../../protocol/rules";
import { useAnswer } from "../answer";
import type { Seat } from "../desk";
import { words } from "../words/pageWords";
import { changes, draftOf, KINDS, setOf, type Draft } from "./draft";

export interface Work {
  /** The version that the changes began with. */
  base: SavedRules;
  draft: Draft;
  /** Rules that are changed and not saved. */
  changed: number;
  problems: RuleProblem[];
  change(step: (draft: Draft) => Draft): void;
  /** Puts another set in the place of the changed one, which can be brought back. */
  replace(set: RuleSet, base?: SavedRules): void;
  /** What `replace` put aside. */
  aside: Draft | undefined;
  bringBack(): void;
  save(): void;
  isSaving: boolean;
  failure: string;
  /** Somebody else was faster: what runs by now. */
  theirs: SavedRules | undefined;
}

/** Where the tab keeps what is not saved: a login may end, or a browser, before somebody is done. Each site has its own. */
const KEPT = "parley.rules";

interface Held {
  base: SavedRules;
  draft: Draft;
  aside?: Draft | undefined;
  theirs?: SavedRules | undefined;
}

/** @param say tells what was done, for those who do not see it */
export function useWork({ desk, me: { site } }: Pick<Seat, "desk" | "me">, say: (news: string) => void): { work: Work | undefined; failure: string; again: () => void } {
  const [held, setHeld] = useState<Held | undefined>(() => left(site.key));
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState("");
  const loaded = useAnswer(() => desk.ask<SavedRules>("/v1/rules"), 0);
  useEffect(() => {
    if (loaded.body) setHeld((before) => before ?? { base: loaded.body!, draft: draftOf(loaded.body!.set) });
  }, [loaded.body]);

  const set = held && setOf(held.draft);
  const text = set ? JSON.stringify(set) : "";
  const checked = useAnswer<{ problems: RuleProblem[] }>(async () => (text ? desk.change("POST", "/v1/rules/check", JSON.parse(text)) : { ok: true, body: { problems: [] } }), text);
  const changed = held ? changes(held.draft, held.base.set) : 0;

  // Both with the picture that shows the change: whoever leaves right after it is asked, and finds it again.
  useLayoutEffect(() => {
    if (!changed) return undefined;
    // The browser asks whether to leave: what is not saved would be lost.
    const ask = (leaving: BeforeUnloadEvent) => leaving.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [changed > 0]);

  useLayoutEffect(() => {
    if (held) keep(site.key, changed ? { base: held.base, draft: held.draft } : undefined);
  }, [held]);

  const save = async () => {
    if (!held || isSaving) return;
    setSaving(true);
    setFailure("");
    const reply = await desk.change<SavedRules>("PUT", `/v1/rules?version=${held.base.version}`, setOf(held.draft));
    const theirs = !reply.ok && reply.refusal?.error === "rules_changed" ? await desk.ask<SavedRules>("/v1/rules") : undefined;
    setSaving(false);
    if (reply.ok) {
      say(words.rules.page.savedAs(reply.body.version));
      return setHeld((now) => now && { base: reply.body, draft: withoutGone(now.draft, reply.body.set) });
    }
    if (theirs?.ok) return setHeld((now) => now && { ...now, theirs: theirs.body });
    setFailure(reply.reason);
  };

  const work = held && {
    ...held,
    aside: held.aside,
    theirs: held.theirs,
    changed,
    problems: checked.body?.problems ?? [],
    isSaving,
    failure: failure || checked.failure,
    change: (step: (draft: Draft) => Draft) => {
      setFailure("");
      setHeld((now) => now && { ...now, draft: step(now.draft) });
    },
    replace: (next: RuleSet, base?: SavedRules) => setHeld((now) => now && { base: base ?? now.base, draft: draftOf(next), ...(changes(now.draft, now.base.set) && { aside: now.draft }) }),
    bringBack: () => setHeld((now) => now && { ...now, draft: now.aside ?? now.draft, aside: undefined }),
    save: () => void save(),
  };
  return { work, failure: loaded.failure, again: loaded.again };
}

/** What the tab has kept, if it can be read. */
function left(site: string): Held | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(`${KEPT}.${site}`) ?? "null") as Held | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(site: string, held: Held | undefined): void {
  try {
    if (held) sessionStorage.setItem(`${KEPT}.${site}`, JSON.stringify(held));
    else sessionStorage.removeItem(`${KEPT}.${site}`);
  } catch {
    // Without storage the page works, and asks who leaves it.
  }
}

/** What was to be deleted is, unless somebody has brought it back meanwhile. */
function withoutGone(draft: Draft, saved: RuleSet): Draft {
  const isThere = new Set(KINDS.flatMap((kind) => saved[kind].map(({ id }) => id)));
  const left = (entries: Draft["segments"]) => entries.filter(({ gone, rule }) => !gone || isThere.has(rule.id));
  return { ...draft, segments: left(draft.segments), outcomes: left(draft.outcomes), actionMaps: left(draft.actionMaps) };
}
