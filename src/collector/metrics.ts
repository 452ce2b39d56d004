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
/** Times that are measured, with the bounds of their buckets: a commit is short, a frame gathers for 40 ms. */
const HISTOGRAMS = {
  parley_commit_seconds: { help: "Time of one commit, flush to disk included.", bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] },
  parley_feed_seconds: {
    help: "Time from an event's arrival until the frame that shows it was written to a console, for each event and console.",
    bounds: [0.01, 0.025, 0.05, 0.075, 0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.175, 0.2, 0.225, 0.25, 0.3, 0.5, 1, 2.5],
  },
} as const;

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
  /** Notes how many seconds after an event's arrival a console had it. */
  fed(seconds: number): void;
  /** Everything as text; what is measured at the moment of asking is handed in. */
  text(gauges: Gauges): string;
}

export function createMetrics(): Metrics {
  const counts = new Map<string, number>();
  const commits = createHistogram("parley_commit_seconds");
  const feeds = createHistogram("parley_feed_seconds");

  const add = (series: string, by: number) => counts.set(series, (counts.get(series) ?? 0) + by);
  const counter = (name: string, help: string) => {
    const series = [...counts].filter(([key]) => key.split("{")[0] === name).map(([key, value]) => `${key} ${value}`);
    return family(name, "counter", help, series.sort());
  };

  return {
    count: (name, labels, by = 1) => add(name + write(labels), by),
    committed: commits.note,
    fed: feeds.note,
    text(gauges) {
      const counters = Object.entries(COUNTERS).flatMap(([name, help]) => counter(name, help));
      const measured = Object.entries(GAUGES).flatMap(([name, help]) => family(name, "gauge", help, [`${name} ${gauges[name as keyof Gauges]}`]));
      return [...counters, ...commits.lines(), ...feeds.lines(), ...measured, ""].join("\n");
    },
  };
}

const family = (name: string, kind: string, help: string, lines: string[]) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines];

function createHistogram(name: keyof typeof HISTOGRAMS) {
  const { help, bounds } = HISTOGRAMS[name];
  const buckets = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  return {
    note(seconds: number): void {
      count++;
      sum += seconds;
      bounds.forEach((bound, i) => {
        if (seconds <= bound) buckets[i]!++;
      });
    },
    lines(): string[] {
      const lines = bounds.map((bound, i) => `${name}_bucket{le="${bound}"} ${buckets[i]}`);
      return family(name, "histogram", help, [...lines, `${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`]);
    },
  };
}

function write(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, "_")}"`);
  return pairs.length ? `{${pairs.join(",")}}` : "";
}
