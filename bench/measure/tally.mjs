/** Counts what has arrived: each event once, and its copies apart. */

let runs = 10_000;

/** A name for the events of one measurement, of one length for everybody. */
export const newRun = () => `run-${runs++}`;

/**
 * @param {object} what
 * @param {import("../peers/peer.mjs").Peer} what.peer
 * @param {import("../stage/sink.mjs").Sink} what.sink
 * @param {{ stored: (run: string) => number[] }} what.collector
 * @param {string} what.run
 * @returns {{ stored: number, copies: number, rows: number }} different events; arrivals beyond the first of each; what a database that knows the ids holds, which is more if an SDK gives one event two ids
 */
export function distinct({ peer, sink, collector, run }) {
  const tracked = sink.records.filter(({ index }) => index !== undefined);
  // By the SDK's own id; where there is none, the bench's number must do.
  const ids = new Set(tracked.map(({ id, index }) => id ?? index));
  const copies = tracked.length - ids.size;
  const indexes = peer.collector ? collector.stored(run) : [...new Set(tracked.map(({ index }) => index))];
  return { stored: new Set(indexes).size, copies, rows: peer.collector ? indexes.length : ids.size };
}
