/** Lists the sessions whose numbers have a gap: what is missing, what explains it, and whether it may still close. */
import type { SessionGap } from "../protocol/health";
import { shortAddress } from "./link";
import { ago, many, ranges } from "./range";
import { droppedBecause, refusedBecause } from "./reason";
import { GAP_WORDS, gapState } from "./verdict";

const COLUMNS = ["State", "Session", "Visitor", "Last page", "Stored", "Explained", "Missing", "Last event"] as const;

/** The roles say again what the elements are: on a narrow page they are not laid out as a table, and browsers would forget it. */
export function Gaps({ gaps, now }: { gaps: SessionGap[]; now: number }) {
  return (
    <table class="gaps" role="table" aria-labelledby="gaps">
      <thead role="rowgroup">
        <tr role="row">{COLUMNS.map((name) => <th key={name} role="columnheader" scope="col">{name}</th>)}</tr>
      </thead>
      <tbody role="rowgroup">{gaps.map((gap) => <Line key={gap.session} gap={gap} now={now} />)}</tbody>
    </table>
  );
}

function Line({ gap, now }: { gap: SessionGap; now: number }) {
  const state = gapState(gap, now);
  const heard = new Date(gap.heardAt);
  const cells = [
    <span class="gap-state">{GAP_WORDS[state]}</span>,
    <><span class="card-code">{gap.code}</span> <span class="gap-id">{gap.session}</span></>,
    <>{gap.name ?? "Unknown"} <span class="gap-id">{gap.visitor}</span></>,
    gap.title || (gap.url && shortAddress(gap.url)) || "No page yet",
    `${gap.stored.toLocaleString("en")} of ${gap.expected.toLocaleString("en")}`,
    explained(gap).join("; ") || "Nothing",
    missing(gap),
    <time dateTime={heard.toISOString()} title={heard.toLocaleString()}>{ago(now - gap.heardAt)}</time>,
  ];
  return (
    <tr role="row" data-gap={state} data-session={gap.session}>
      {cells.map((cell, i) => <td key={COLUMNS[i]} role="cell" data-label={COLUMNS[i]}>{cell}</td>)}
    </tr>
  );
}

/** What is known of missing numbers, a part for each reason. */
export function explained({ refused, dropped }: Pick<SessionGap, "refused" | "dropped">): string[] {
  return [
    ...refused.map(({ reason, count }) => `${count.toLocaleString("en")} refused here: ${refusedBecause(reason)}`),
    ...dropped.map(({ reason, count }) => `${count.toLocaleString("en")} dropped in the browser: ${droppedBecause(reason)}`),
  ];
}

/** The numbers that are missing, and how many of them nothing explains where pages have given up some, but did not say which. */
export function missing({ missing: list, more, unexplained }: Pick<SessionGap, "missing" | "more" | "unexplained">): string {
  if (!list.length) return unexplained ? `${many(unexplained, "number")}, too many to list` : "None";
  const numbers = ranges(list) + (more ? " and more" : "");
  if (!unexplained) return `${numbers}, all explained`;
  const listed = list.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return !more && listed === unexplained ? numbers : `${many(unexplained, "number")} of ${numbers}`;
}
