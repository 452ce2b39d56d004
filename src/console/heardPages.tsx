/** Lists the pages of the website by when anything was last heard of them: one that has lost the tag falls behind. */
import { useState } from "preact/hooks";
import type { HeardPage } from "../protocol/health";
import { words } from "./words/words";
import { ago, fully } from "./words/written";

/** So many are shown until more are asked for. */
const FIRST = 20;

/** The roles say again what the elements are: on a narrow page they are not laid out as a table, and browsers would forget it. */
export function HeardPages({ pages, now }: { pages: HeardPage[]; now: number }) {
  const [isWhole, setWhole] = useState(false);
  const { pageColumns: columns, unknownEvent, allPages } = words.health;
  return (
    <>
      <table class="gaps heard" role="table" aria-labelledby="pages">
        <thead role="rowgroup"><tr role="row">{Object.entries(columns).map(([key, name]) => <th key={key} role="columnheader" scope="col">{name}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {(isWhole ? pages : pages.slice(0, FIRST)).map(({ url, type, at }) => (
            <tr key={url} role="row" data-page={url}>
              <td role="cell" data-column="page" data-label={columns.page}><bdi>{url}</bdi></td>
              <td role="cell" data-column="event" data-label={columns.event}>{type === undefined ? unknownEvent : <code>{type}</code>}</td>
              <td role="cell" data-column="heard" data-label={columns.heard}><time dateTime={new Date(at).toISOString()} title={fully(at)}>{ago(now - at)}</time></td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isWhole && pages.length > FIRST && <p><button type="button" onClick={() => setWhole(true)}>{allPages(pages.length)}</button></p>}
    </>
  );
}
