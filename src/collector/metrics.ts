/** Counts for operators, in the text format that Prometheus reads. */

const COUNTERS = {
  parley_events_total: "Events stored, by who told them.",
  parley_duplicates_total: "Events that had been stored before.",
  parley_rejected_total: "Events refused, by step and reason.",
  parley_batches_total: "Answers to batches, by HTTP status.",
  parley_preflights_total: "Questions of browsers before a batch: none, while pages send as the script does.",
  parley_recognised_total: "Visitors who came with the cookie or the link of another id, by which of these and what became of it: made, or why not.",
  parley_connector_total: "Requests of contact centres, by vendor and what became of them: delivered, repeated, ignored, or refused and why.",
  parley_fold_failed_total: "Events stored but not folded into cards.",
  parley_pushes_total: "Events of conversations that pages were told, by way: stream or poll.",
  parley_push_refused_total: "Pages that wanted to hear of conversations where too many do, by whose they are: visitor or all.",
  parley_sdk_dropped_total: "Events that pages gave up, as they report it, by reason.",
  parley_sdk_degraded_total: "Pages whose storage failed and that went on in memory, by reason.",
  parley_webhook_total: "Attempts to tell a webhook, by what came of them: delivered, retry, dead (given up) or gone (it wants no more).",
} as const;
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

export type Counter = keyof typeof COUNTERS;
export type Labels = { [name: string]: string };

export interface Gauges {
  parley_sequence_gaps: number;
  parley_sequence_missing: number;
  parley_sequence_gaps_settling: number;
  parley_sequence_gaps_explained: number;
  parley_stream_clients: number;
  parley_push_streams: number;
  parley_webhook_waiting: number;
  parley_webhook_dead: number;
}
const GAUGES: { [name in keyof Gauges]: string } = {
  parley_sequence_gaps: "Web sessions that miss an event which nothing explains, and that were quiet for a minute.",
  parley_sequence_missing: "Events that these sessions miss and nothing explains.",
  parley_sequence_gaps_settling: "Web sessions that miss an event which may still be on its way.",
  parley_sequence_gaps_explained: "Web sessions whose every missing event was refused here or given up by the page.",
  parley_stream_clients: "Consoles that watch the feed.",
  parley_push_streams: "Pages that hear of their visitor's conversations.",
  parley_webhook_waiting: "Events that wait to be told to a webhook, most of them again.",
  parley_webhook_dead: "Events that were given up after the last attempt to tell a webhook, and can be replayed.",
};

export interface Metrics {
  /** @param by how many there were at once */
  count(name: Counter, labels?: Labels, by?: number): void;
  /** Notes how many seconds a commit took. */
  committed(seconds: number): void;
  /** Everything as text; what is measured at the moment of asking is handed in. */
  text(gauges: Gauges): string;
}

export function createMetrics(): Metrics {
  const counts = new Map<string, number>();
  const buckets = BUCKETS_SECONDS.map(() => 0);
  let commits = 0;
  let sum = 0;

  const add = (series: string, by: number) => counts.set(series, (counts.get(series) ?? 0) + by);
  const family = (name: string, kind: string, help: string, lines: string[]) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines];
  const counter = (name: string, help: string) => {
    const series = [...counts].filter(([key]) => key.split("{")[0] === name).map(([key, value]) => `${key} ${value}`);
    return family(name, "counter", help, series.sort());
  };
  const histogram = () => {
    const name = "parley_commit_seconds";
    const lines = BUCKETS_SECONDS.map((bound, i) => `${name}_bucket{le="${bound}"} ${buckets[i]}`);
    const rest = [`${name}_bucket{le="+Inf"} ${commits}`, `${name}_sum ${sum}`, `${name}_count ${commits}`];
    return family(name, "histogram", "Time of one commit, flush to disk included.", [...lines, ...rest]);
  };

  return {
    count: (name, labels, by = 1) => add(name + write(labels), by),
    committed(seconds) {
      commits++;
      sum += seconds;
      BUCKETS_SECONDS.forEach((bound, i) => {
        if (seconds <= bound) buckets[i]!++;
      });
    },
    text(gauges) {
      const counters = Object.entries(COUNTERS).flatMap(([name, help]) => counter(name, help));
      const measured = Object.entries(GAUGES).flatMap(([name, help]) => family(name, "gauge", help, [`${name} ${gauges[name as keyof Gauges]}`]));
      return [...counters, ...histogram(), ...measured, ""].join("\n");
    },
  };
}

function write(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, "_")}"`);
  return pairs.length ? `{${pairs.join(",")}}` : "";
}
