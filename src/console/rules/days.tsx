/** Chooses how many days are looked back. */
import { many } from "../range";

export function Days({ value, choices, onChoose }: { value: number; choices: readonly number[]; onChoose: (days: number) => void }) {
  return (
    <label class="field">
      <span>Looks back</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
        {choices.map((days) => <option key={days} value={days}>{many(days, "day")}</option>)}
      </select>
    </label>
  );
}
