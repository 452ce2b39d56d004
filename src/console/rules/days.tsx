/** Chooses how many days are looked back. */
import { words } from "../words/pageWords";

export function Days({ value, choices, onChoose }: { value: number; choices: readonly number[]; onChoose: (days: number) => void }) {
  return (
    <label class="field">
      <span>{words.rules.results.looksBack}</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
        {choices.map((days) => <option key={days} value={days}>{words.rules.results.days(days)}</option>)}
      </select>
    </label>
  );
}
