/** Tells SQLite what a database of ours is like, so that it looks things up by more than their site. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { transact } from "./transaction";

/** Rows of a table, as far as plans are concerned. */
const ROWS = 1_000_000;
/** Rows that have the first few columns of an index in common, once these are more than the site. */
const ALIKE = 10;

/**
 * Left to itself SQLite takes it that the first column of an index leaves ten rows. Ours is the site, and mostly there is one: whoever
 * opened a journey had the whole log read, and every conversation event all links of conversations. Measuring (`ANALYZE`) would read
 * the whole database, and say something else for an empty one; these are the numbers of a busy site, for good. Format:
 * https://sqlite.org/fileformat2.html#the_sqlite_stat1_table
 */
export function tellStatistics(database: DatabaseSyncInstance): void {
  // Makes the table of statistics: it cannot be made otherwise.
  database.exec("ANALYZE sites");
  const indexes = database.prepare(`
    SELECT list.name, tables.name AS "table", list."unique" AS isUnique, count(*) AS columns
    FROM sqlite_schema AS tables JOIN pragma_index_list(tables.name) AS list JOIN pragma_index_info(list.name) AS info
    WHERE tables.type = 'table' GROUP BY list.name HAVING max(info.seqno = 0 AND info.name = 'site')`);
  const insert = database.prepare("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)");
  transact(database, () => {
    database.exec("DELETE FROM sqlite_stat1");
    for (const { name, table, isUnique, columns } of indexes.all() as { name: string; table: string; isUnique: number; columns: number }[]) {
      const alike = Array.from({ length: columns }, (_, i) => (i === 0 ? ROWS : isUnique && i === columns - 1 ? 1 : ALIKE));
      insert.run(table, name, [ROWS, ...alike].join(" "));
    }
  });
  // From now on they count for what is prepared.
  database.exec("ANALYZE sqlite_schema");
}
