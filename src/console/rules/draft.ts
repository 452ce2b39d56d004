/** The rules as somebody is changing them: what becomes of them by each step, until they are saved. */
import type { ActionMap, Caps, Outcome, RuleSet, Segment } from "../../protocol/rules";

export const KINDS = ["actionMaps", "segments", "outcomes"] as const;
export type Kind = (typeof KINDS)[number];
export type AnyRule = ActionMap | Segment | Outcome;

export interface Entry {
  /** Names the rule in the page's address for as long as it is edited, whatever its id becomes meanwhile. */
  key: string;
  rule: AnyRule;
  /** What somebody has typed in place of the rule, as long as it is no JSON. */
  text?: string;
  /** Will be deleted when the set is saved. */
  gone?: true;
}

export type Draft = { readonly [kind in Kind]: readonly Entry[] } & { readonly caps?: Caps | undefined };

export const draftOf = (set: RuleSet): Draft => {
  const entries = (rules: AnyRule[]) => rules.map((rule) => ({ key: rule.id, rule }));
  return { actionMaps: entries(set.actionMaps), segments: entries(set.segments), outcomes: entries(set.outcomes), caps: set.caps };
};

/** Those that will be there once the set is saved. */
export const kept = (entries: readonly Entry[]) => entries.filter(({ gone }) => !gone);

/** The set that would be saved. A rule whose text is no JSON at the moment is in it as it was before. */
export function setOf({ segments, outcomes, actionMaps, caps }: Draft): RuleSet {
  const rules = <Rule>(entries: readonly Entry[]) => kept(entries).map(({ rule }) => rule as Rule);
  return { segments: rules<Segment>(segments), outcomes: rules<Outcome>(outcomes), actionMaps: rules<ActionMap>(actionMaps), ...(caps && Object.keys(caps).length && { caps }) };
}

/** Where a rule stands in the set that would be saved: `actionMaps[2]`. */
export const placeOf = (draft: Draft, kind: Kind, key: string) => `${kind}[${kept(draft[kind]).findIndex((entry) => entry.key === key)}]`;

/** Names of the rules whose text is no JSON. */
export const broken = (draft: Draft): string[] => KINDS.flatMap((kind) => kept(draft[kind]).filter(({ text }) => text !== undefined).map(({ rule }) => rule.name));

/** How many rules are not as they were, are new, or will be deleted. Their order is no change. */
export function changes(draft: Draft, base: RuleSet): number {
  const before = new Map(KINDS.flatMap((kind) => base[kind].map((rule): [string, string] => [`${kind} ${rule.id}`, JSON.stringify(rule)])));
  let count = JSON.stringify(base.caps ?? {}) === JSON.stringify(draft.caps ?? {}) ? 0 : 1;
  for (const kind of KINDS) {
    for (const { rule, text } of kept(draft[kind])) {
      const name = `${kind} ${rule.id}`;
      if (before.get(name) !== JSON.stringify(rule) || text !== undefined) count++;
      before.delete(name);
    }
  }
  return count + before.size;
}

const altered = (draft: Draft, kind: Kind, entries: readonly Entry[]): Draft => ({ ...draft, [kind]: entries });

/** Puts other values into an entry; a `text` or `gone` of nothing is taken away. */
export function edited(draft: Draft, kind: Kind, key: string, change: { rule?: AnyRule; text?: string | undefined; gone?: true | undefined }): Draft {
  return altered(draft, kind, draft[kind].map((entry) => {
    if (entry.key !== key) return entry;
    const { text, gone, ...rest } = { ...entry, ...change };
    return { ...rest, ...(text !== undefined && { text }), ...(gone && { gone }) };
  }));
}

/** Takes what was typed as the text of a rule. @returns the rule as it was, beside the text, as long as that is no JSON of an object */
export function typed(draft: Draft, kind: Kind, key: string, text: string): Draft {
  try {
    const rule: unknown = JSON.parse(text);
    if (typeof rule === "object" && rule !== null && !Array.isArray(rule)) return edited(draft, kind, key, { rule: rule as AnyRule, text: undefined });
  } catch {
    // It is kept below.
  }
  return edited(draft, kind, key, { text });
}

/** Adds a rule under an id that no other has, at the front, where whoever made it sees it. @returns the key of its entry too */
export function added(draft: Draft, kind: Kind, rule: AnyRule): { draft: Draft; key: string } {
  const id = freshId(draft, rule.name);
  const keys = new Set(draft[kind].map((entry) => entry.key));
  let key = id;
  while (keys.has(key)) key += "_";
  return { draft: altered(draft, kind, [{ key, rule: { ...rule, id } }, ...draft[kind]]), key };
}

/** An id made of a name: `[a-z0-9_-]`, at most 64, and none that is there. */
export function freshId(draft: Draft, name: string): string {
  const taken = new Set(KINDS.flatMap((kind) => draft[kind].map(({ rule }) => rule.id)));
  const words = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 58).replace(/-$/, "") || "rule";
  let id = words;
  for (let n = 2; taken.has(id); n++) id = `${words}-${n}`;
  return id;
}

/** Lets the id of a rule that was never saved follow its name, as long as nobody has chosen another. @param before its name so far */
export function renamed(draft: Draft, { kind, key, before }: { kind: Kind; key: string; before: string }): Draft {
  const entry = draft[kind].find((one) => one.key === key);
  if (!entry) return draft;
  const others = altered(draft, kind, draft[kind].filter((one) => one !== entry));
  if (entry.rule.id !== freshId(others, before)) return draft;
  return edited(draft, kind, key, { rule: { ...entry.rule, id: freshId(others, entry.rule.name) } });
}
