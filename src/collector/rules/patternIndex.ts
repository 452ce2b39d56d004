/** All patterns that a rule set asks for, by the type of event that may fit them. */
import type { Pattern, Scope } from "../../protocol/rules";
import { compareFields } from "./compareField";
import type { Mark } from "./compiled";
import { durationMs } from "./duration";
import type { AskedPattern } from "./look";
import { markOf } from "./marks";
import type { Fields, Moment } from "./moment";
import { patternKey, SIGNS, VIEWS } from "./patternKey";

export interface PatternIndex {
  keys: ReadonlySet<string>;
  ask(pattern: Pattern, scope: Scope): AskedPattern;
  wants(type: string): boolean;
  /** Marks of what fits, by pattern. */
  sort(moments: readonly Moment[]): Map<string, Mark[]>;
}

interface Entry {
  key: string;
  fits?: (fields: Fields) => boolean;
}

/** What rules, agents and the contact centre say is no sign of life from a visit, whenever it is said. */
const NO_SIGN = /^(conversation\.|segment\.matched$|outcome\.achieved$|action\.|identity\.(matched|verified|rejected|undone|resolved)$)/;

export function createPatternIndex(): PatternIndex {
  const keys = new Set<string>();
  const byType = new Map<string, Entry[]>();
  const byNoun = new Map<string, Entry[]>();

  function add({ event, where }: Pick<Pattern, "event" | "where">): string {
    const key = patternKey({ event, ...(where && { where }) });
    if (keys.has(key)) return key;
    keys.add(key);
    const [index, name] = event.endsWith(".*") ? [byNoun, event.slice(0, -".*".length)] : [byType, event];
    index.set(name, [...(index.get(name) ?? []), { key, ...(where && { fits: compareFields(where) }) }]);
    return key;
  }

  return {
    keys,
    ask({ event, where, lasting }, scope) {
      const key = add({ event, ...(where && { where }) });
      const lastingMs = lasting === undefined ? undefined : durationMs(lasting);
      if (lastingMs === undefined) return { key };
      add({ event: VIEWS.slice(0, -1) });
      // When earlier visits ended, their own last signs say; of the one that is asked about it is known.
      if (scope === "contact") keys.add(SIGNS);
      return { key, lastingMs };
    },
    wants: (type) => keys.has(SIGNS) || byType.has(type) || (byNoun.size > 0 && byNoun.has(nounOf(type))),
    sort(moments) {
      const fresh = new Map<string, Mark[]>();
      const put = (key: string, mark: Mark) => {
        const marks = fresh.get(key);
        if (marks) marks.push(mark);
        else fresh.set(key, [mark]);
      };
      for (const moment of moments) {
        const { type, at, session, conversation, fields } = moment;
        const mark = markOf(moment);
        for (const { key, fits } of byType.get(type) ?? []) if (!fits || fits(fields)) put(key, mark);
        if (byNoun.size) for (const { key, fits } of byNoun.get(nounOf(type)) ?? []) if (!fits || fits(fields)) put(key, mark);
        if (session !== undefined && conversation === undefined && keys.has(SIGNS) && !NO_SIGN.test(type)) put(SIGNS, { id: session, at, session });
      }
      return fresh;
    },
  };
}

/** Empty of what has no dot in it, which is no noun's. */
function nounOf(type: string): string {
  return type.slice(0, Math.max(0, type.indexOf(".")));
}
