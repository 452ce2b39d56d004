/** Figures of queues, and the conversations of a day, as CSV for spreadsheets. Columns are named as in the answers in JSON; spans are in seconds, times by the clocks of the zone. */
import { durations } from "../../protocol/durations";
import type { QueueFigures, QueueReport } from "../../protocol/queueReport";
import { statusAt } from "../../protocol/conversation";
import { BYTE_ORDER_MARK, csvLine, type Cell } from "../csv";
import type { Begun } from "../store/waits";

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms / 1_000));

const FIGURES = ["day", "zone", "queue", "started", "answered", "abandoned", "abandonedShare", "medianWaitSeconds", "waiting", "longestWaitSeconds", "connected", "answeredLastHour", "abandonedLastHour", "agents"];

/** One line a queue; the last is all of them, without a name. */
export function figuresCsv({ day, zone, now, all, queues }: QueueReport): string {
  const line = (name: Cell, { started, answered, abandoned, medianWaitMs, live }: QueueFigures): Cell[] => [
    day, zone, name, started, answered, abandoned, answered + abandoned ? Number((abandoned / (answered + abandoned)).toFixed(4)) : undefined, seconds(medianWaitMs),
    live?.waiting, seconds(live?.waitingSince === undefined ? undefined : Math.max(0, now - live.waitingSince)), live?.connected, live?.hour.answered, live?.hour.abandoned, live?.agents,
  ];
  const lines = [FIGURES, ...queues.map(({ queue, ...figures }) => line(queue ?? "(none)", figures)), line("(all)", all)];
  return BYTE_ORDER_MARK + lines.map(csvLine).join("");
}

const CONVERSATION = [
  "conversation", "channel", "direction", "vendor", "status", "queues", "agents", "started", "answered", "ended", "endedBy", "wrappedUp", "code", "waitedSeconds", "talkedSeconds", "afterCallSeconds", "zone",
];

/** One line a conversation, of nobody by name but agents. */
export async function* conversationsCsv(begun: AsyncIterable<Begun>, { zone, now }: { zone: string; now: number }): AsyncGenerator<string> {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  const time = (at: number | undefined) => (at === undefined ? undefined : format.format(at));
  yield BYTE_ORDER_MARK + csvLine(CONVERSATION);
  for await (const one of begun) {
    const { waitedMs, talkedMs, afterCallMs } = durations(one, now);
    yield csvLine([
      one.id, one.channel, one.direction, one.vendor, statusAt(one, now), one.queues.join(" → "), one.agents.join(" → "),
      time(one.startedAt), time(one.connectedAt), time(one.endedAt), one.endedBy, time(one.wrappedAt), one.code, seconds(waitedMs), seconds(talkedMs), seconds(afterCallMs), zone,
    ]);
  }
}
