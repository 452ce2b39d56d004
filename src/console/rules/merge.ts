/** Brings together what two people have made of one rule set. */
import type { RuleSet } from "../../protocol/rules";
import { KINDS, type AnyRule, type Kind } from "./draft";

/** A rule that somebody else has changed meanwhile. */
export interface Difference {
  kind: Kind;
  id: string;
  /** What it is to each; nothing where it was deleted or never was. */
  mine: AnyRule | undefined;
  theirs: AnyRule | undefined;
  /** I have changed it too, and otherwise. */
  isBoth: boolean;
}

export interface Sides {
  /** What both began with. */
  base: RuleSet;
  mine: RuleSet;
  theirs: RuleSet;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const find = (set: RuleSet, kind: Kind, id: string): AnyRule | undefined => set[kind].find((rule) => rule.id === id);

/** @returns what the others have changed, in the order of their set */
export function differences({ base, mine, theirs }: Sides): Difference[] {
  return KINDS.flatMap((kind) => {
    const ids = new Set([...theirs[kind], ...base[kind]].map(({ id }) => id));
    return [...ids].flatMap((id) => {
      const [before, own, other] = [base, mine, theirs].map((set) => find(set, kind, id));
      if (same(before, other) || same(own, other)) return [];
      return [{ kind, id, mine: own, theirs: other, isBoth: !same(before, own) }];
    });
  });
}

/**
 * Takes from each side what it has changed.
 *
 * @param choose says whose a rule is to be that both have changed
 */
export function merged({ base, mine, theirs }: Sides, choose: (difference: Difference) => "mine" | "theirs"): RuleSet {
  const list = differences({ base, mine, theirs });
  const of = (kind: Kind) => {
    const ids = [...new Set([...mine[kind], ...theirs[kind]].map(({ id }) => id))];
    return ids.flatMap((id) => {
      const difference = list.find((one) => one.kind === kind && one.id === id);
      const rule = difference && (!difference.isBoth || choose(difference) === "theirs") ? difference.theirs : find(mine, kind, id);
      return rule ? [rule] : [];
    });
  };
  const caps = same(base.caps, mine.caps) ? theirs.caps : mine.caps;
  return { segments: of("segments"), outcomes: of("outcomes"), actionMaps: of("actionMaps"), ...(caps && { caps }) } as RuleSet;
}
