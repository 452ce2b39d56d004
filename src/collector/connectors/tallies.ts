/** Counts what became of requests: for operators by vendor, and for a site by its connectors, since the collector's start. */
import type { Metrics } from "../metrics";

/** `repeated`: all of it had been stored before. `ignored`: sound, and of no concern. */
export type Result = "delivered" | "repeated" | "ignored" | "refused";

export interface Tally {
  delivered: number;
  repeated: number;
  ignored: number;
  refused: number;
  /** When a request last came that its vendor had signed. Milliseconds since 1970. */
  lastAt?: number;
  /** Why the last refused one was refused. */
  lastRefusal?: string;
}

export interface Counted {
  connector: { id: string; vendor: string };
  result: Result;
  reason?: string | undefined;
  /** The collector's clock. */
  at: number;
}

export interface Tallies {
  count(counted: Counted): void;
  /** An address that nobody has set up; nothing can be said of it by vendor. */
  countUnknown(reason: string): void;
  of(id: string): Tally;
}

export function createTallies(metrics: Metrics): Tallies {
  const tallies = new Map<string, Tally>();
  const of = (id: string): Tally => tallies.get(id) ?? { delivered: 0, repeated: 0, ignored: 0, refused: 0 };

  return {
    of,
    countUnknown: (reason) => metrics.count("parley_connector_total", { connector: "unknown", result: "refused", reason }),
    count({ connector: { id, vendor }, result, reason, at }) {
      metrics.count("parley_connector_total", { connector: vendor, result, ...(reason !== undefined && { reason }) });
      const tally = of(id);
      tallies.set(id, { ...tally, [result]: tally[result] + 1, ...(result === "refused" ? reason !== undefined && { lastRefusal: reason } : { lastAt: at }) });
    },
  };
}
