/** How often each of several things was, as numbers and as small bars. */
import { number } from "../words/written";
import { RateBar } from "./bars";

export function Tallies({ title, list }: { title: string; list: { name: string; count: number }[] }) {
  const most = Math.max(1, ...list.map(({ count }) => count));
  return (
    <div class="tallies">
      <h5>{title}</h5>
      <dl>
        {[...list].sort((a, b) => b.count - a.count).map(({ name, count }) => (
          <div key={name}><dt>{name}</dt><dd><RateBar rate={count} most={most} /> {number(count)}</dd></div>
        ))}
      </dl>
    </div>
  );
}
