/** The text of a rule as JSON, to read, to copy and to type. What is no JSON stays as it was typed. */
import { useState } from "preact/hooks";
import type { RuleProblem } from "../../protocol/rules";
import { words } from "../words/pageWords";

export interface RuleTextProps {
  rule: object;
  /** What was typed and is no JSON. */
  broken: string | undefined;
  problems: readonly RuleProblem[];
  /** Of the rule in the set. */
  place: string;
  onType: (text: string) => void;
  onPutBack: () => void;
}

const pretty = (rule: object) => JSON.stringify(rule, null, 2);

/** Where a text ends to be JSON, in the browser's words. */
function fault(text: string): string {
  try {
    JSON.parse(text);
    return words.rules.page.notAnObject;
  } catch (problem) {
    return String((problem as Error).message);
  }
}

export function RuleText({ rule, broken, problems, place, onType, onPutBack }: RuleTextProps) {
  const [typed, setTyped] = useState("");
  // Whoever types keeps their own blanks and line ends, as long as the text says the rule.
  const text = broken ?? (means(typed, rule) ? typed : pretty(rule));
  const { page } = words.rules;
  const told = broken !== undefined || problems.length > 0;
  return (
    <div class="rule-text">
      <label for="rule-text">{page.asText}</label>
      <textarea
        id="rule-text" dir="ltr" spellcheck={false} autocapitalize="off" rows={Math.min(40, text.split("\n").length + 1)} value={text}
        {...(told && { "aria-describedby": "rule-text-wrong" })} {...(broken !== undefined && { "aria-invalid": true })}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          onType(value);
        }}
      />
      <div id="rule-text-wrong" class="wrong">
        {broken !== undefined && <p>{fault(broken)} <button type="button" class="quiet" onClick={onPutBack}>{page.putBack}</button></p>}
        {broken === undefined && problems.map((problem, i) => <p key={i}><code dir="ltr">{problem.place.slice(place.length).replace(/^\./, "") || page.theRule}</code> {problem.message}</p>)}
      </div>
    </div>
  );
}

function means(text: string, rule: object): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(rule);
  } catch {
    return false;
  }
}
