/** What the supervisors' page of queues says, in German. */
import type { supervisor as english } from "../en/supervisor";
import { many, number, timeOfDay } from "../written";

export const supervisor: typeof english = {
  title: "Warteschlangen",
  theQueues: "Die Warteschlangen",
  day: "Tag",
  today: "Heute",
  figuresFile: "Kennzahlen (CSV)",
  conversationsFile: "Gespräche (CSV)",
  outdated: "Die Anzeige ist nicht aktuell.",
  columns: {
    queue: "Warteschlange", waiting: "Wartend", longest: "Längste Wartezeit", connected: "Verbunden", agents: "Freie Agenten", started: "Begonnen", answered: "Angenommen", abandoned: "Aufgegeben",
    hour: "Aufgegeben, letzte Stunde", median: "Mittlere Wartezeit (Median)",
  },
  all: "Alle Warteschlangen",
  noQueue: "Ohne Warteschlange",
  share: (percent, part, whole) => `${percent} % (${number(part)} von ${number(whole)})`,
  nobody: "–",
  none: "An diesem Tag hat niemand in einer Warteschlange gewartet.",
  chart: "Der Tag in Viertelstunden",
  chartOf: "Warteschlange des Diagramms",
  summary: ({ started, answered, abandoned, most, at }) =>
    `${many(started, "Gespräch", "Gespräche")} begonnen, ${number(answered)} angenommen, ${number(abandoned)} aufgegeben; die meisten in einer Viertelstunde: ${number(most)}, um ${timeOfDay(at)}.`,
  quarter: ({ at, started, answered, abandoned }) => `${timeOfDay(at)}: ${number(started)} begonnen, ${number(answered)} angenommen, ${number(abandoned)} aufgegeben`,
  quiet: "An diesem Tag wurde kein Gespräch begonnen, angenommen oder aufgegeben.",
  asTable: "Als Tabelle",
  from: "Ab",
  health: "Zustand der Erfassung",
  toHealth: "Ansehen",
};
