/** Lists the sessions whose numbers have a gap: what is missing, what explains it, and whether it may still close. */
import type { ComponentChildren } from "preact";
import type { SessionGap } from "../protocol/health";
import { shortAddress } from "./link";
import { ranges } from "./range";
import { droppedBecause, refusedBecause } from "./reason";
import { gapState } from "./verdict";
import { words } from "./words/words";
import { ago, fully } from "./words/written";

/** The roles say again what the elements are: on a narrow page they are not laid out as a table, and browsers would forget it. */
export function Gaps({ gaps, now }: { gaps: SessionGap[]; now: number }) {
  return (
    <table class="gaps" role="table" aria-labelledby="gaps">
      <thead role="rowgroup">
        <tr role="row">{Object.entries(words.health.columns).map(([key, name]) => <th key={key} role="columnheader" scope="col">{name}</th>)}</tr>
      </thead>
      <tbody role="rowgroup">{gaps.map((gap) => <Line key={gap.session} gap={gap} now={now} />)}</tbody>
    </table>
  );
}

function Line({ gap, now }: { gap: SessionGap; now: number }) {
  const state = gapState(gap, now);
  const heard = new Date(gap.heardAt);
  const { health, common } = words;
  const cells: { [column in keyof typeof health.columns]: ComponentChildren } = {
    state: <span class="gap-state">{health.states[state]}</span>,
    session: <><bdi class="card-code">{gap.code}</bdi> <span class="gap-id"><bdi>{gap.session}</bdi></span></>,
    visitor: <><bdi>{gap.name ?? common.unknown}</bdi> <span class="gap-id"><bdi>{gap.visitor}</bdi></span></>,
    page: <bdi>{gap.title || (gap.url && shortAddress(gap.url)) || common.noPage}</bdi>,
    stored: health.storedOf(gap.stored, gap.expected),
    explained: explained(gap).join("; ") || health.nothingExplained,
    missing: missing(gap),
    heard: <time dateTime={heard.toISOString()} title={fully(gap.heardAt)}>{ago(now - gap.heardAt)}</time>,
  };
  return (
    <tr role="row" data-gap={state} data-session={gap.session}>
      {Object.entries(cells).map(([column, cell]) => <td key={column} role="cell" data-column={column} data-label={health.columns[column as keyof typeof cells]}>{cell}</td>)}
    </tr>
  );
}

/** What is known of missing numbers, a part for each reason. */
export function explained({ refused, dropped }: Pick<SessionGap, "refused" | "dropped">): string[] {
  return [
    ...refused.map(({ reason, count }) => words.health.refusedBecause(count, refusedBecause(reason))),
    ...dropped.map(({ reason, count }) => words.health.droppedBecause(count, droppedBecause(reason))),
  ];
}

/** The numbers that are missing, and how many of them nothing explains where pages have given up some, but did not say which. */
export function missing({ missing: list, more, unexplained }: Pick<SessionGap, "missing" | "more" | "unexplained">): string {
  const { health, common } = words;
  if (!list.length) return unexplained ? health.tooMany(unexplained) : common.none;
  const numbers = more ? health.andMore(ranges(list)) : ranges(list);
  if (!unexplained) return health.allExplained(numbers);
  const listed = list.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return !more && listed === unexplained ? numbers : health.numbersOf(unexplained, numbers);
}
