/** Regular expressions of rules: RE2's, whose time grows with the text and with nothing else, whatever was written. */
import { RE2JS, RE2JSException } from "re2js";
import { URL_CHARS } from "../../protocol/limits";
import { RULES } from "../../protocol/rules";

/** Only so much of a text is looked at. */
const LOOKED_AT_CHARS = URL_CHARS;

export interface Expression {
  /** Is it found anywhere in the text? */
  fits(text: string): boolean;
  /** How much work it is: steps of the machine that it becomes. */
  steps: number;
}

/** @returns the expression, or why it is none */
export function createExpression(pattern: string, { ignoreCase }: { ignoreCase: boolean }): Expression | { problem: string } {
  if (pattern.length > RULES.textChars) return { problem: `may have at most ${RULES.textChars} characters` };
  try {
    const machine = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    const steps = machine.programSize();
    if (steps > RULES.expressionSteps) return { problem: `is too much work: ${steps} steps, of at most ${RULES.expressionSteps}; repeat less, as in {1,20}` };
    // The same address is asked about by many rules, and again by the next event.
    let last: { text: string; fits: boolean } | undefined;
    const fits = (text: string) => {
      if (last?.text !== text) last = { text, fits: machine.test(text.slice(0, LOOKED_AT_CHARS)) };
      return last.fits;
    };
    return { steps, fits };
  } catch (problem) {
    if (!(problem instanceof RE2JSException)) throw problem;
    return { problem: `is no expression: ${reasonOf(problem)}` };
  }
}

/** The engine's reason without its prefix, and with a word on what people miss who know other engines. */
function reasonOf({ message }: Error): string {
  const reason = message.replace(/^error parsing regexp: /, "");
  if (/Perl syntax|named capture/.test(reason)) return `${reason}; there is no looking ahead or behind`;
  return /escape sequence: `\\\d/.test(reason) ? `${reason}; there are no back references` : reason;
}
