/** What the supervisors' page of queues says. */
import { form, many, number, timeOfDay } from "../written";

const conversations = (count: number) => many(count, "conversation", "conversations");

const were = (count: number) => `${number(count)} ${form(count, { one: "was", other: "were" })}`;

export const supervisor = {
  title: "Queues",
  theQueues: "The queues",
  day: "Day",
  today: "Today",
  figuresFile: "Figures (CSV)",
  conversationsFile: "Conversations (CSV)",
  outdated: "What is shown is not up to date.",
  columns: {
    queue: "Queue", waiting: "Waiting", longest: "Longest wait", connected: "Connected", agents: "Agents free", started: "Started", answered: "Answered", abandoned: "Abandoned",
    hour: "Abandoned, last hour", median: "Median wait",
  },
  all: "All queues",
  noQueue: "Without a queue",
  /** "12 % (3 of 25)" */
  share: (percent: string, part: number, whole: number) => `${percent} % (${number(part)} of ${number(whole)})`,
  nobody: "–",
  none: "Nobody waited in a queue on this day.",
  chart: "The day by quarters of an hour",
  chartOf: "Queue in the chart",
  summary: ({ started, answered, abandoned, most, at }: { started: number; answered: number; abandoned: number; most: number; at: number }) =>
    `${conversations(started)} began, ${were(answered)} answered, ${were(abandoned)} abandoned; most in a quarter of an hour: ${number(most)}, at ${timeOfDay(at)}.`,
  /** Of one quarter of an hour, for whoever points at it. */
  quarter: ({ at, started, answered, abandoned }: { at: number; started: number; answered: number; abandoned: number }) =>
    `${timeOfDay(at)}: ${number(started)} began, ${number(answered)} answered, ${number(abandoned)} abandoned`,
  quiet: "No conversation began, was answered or abandoned on this day.",
  asTable: "As a table",
  from: "From",
  health: "Tracking health",
  toHealth: "Look at it",
};
