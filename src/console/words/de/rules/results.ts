/** What trying rules out, the report on action maps, and what is learned of outcomes say, in German. */
import type { results as english } from "../../en/rules/results";
import { many, number } from "../../written";

const people = (count: number) => many(count, "Person", "Personen");
const events = (count: number) => many(count, "Ereignis", "Ereignisse");

export const results: typeof english = {
  looksBack: "Rückblick",
  days: (count) => many(count, "Tag", "Tage"),
  daysAgo: (count) => `vor ${many(count, "Tag", "Tagen")}`,
  now: "jetzt",

  tryOut: "Ausprobieren",
  explains: (unsaved) => `Spielt die Regeln${unsaved ? `, mit ${many(unsaved, "ungespeicherten Änderung", "ungespeicherten Änderungen")},` : ""} an dem durch, was Besucher getan haben, und ändert nichts. Daneben steht, was die Regeln jener Tage getan haben.`,
  beginning: "Es beginnt …",
  soFar: ({ percent, events: count, persons }) => `${percent} %, ${events(count)} von ${people(persons)}`,
  endedEarly: "Es endete, bevor es fertig war.",
  trying: "Wird ausprobiert",
  tried: "Ausprobiert",
  kinds: { actionMap: "Aktionspläne", segment: "Segmente", outcome: "Ziele" },
  from: (count, persons) => [`${events(count)} von ${people(persons)}, von `, " bis ", "."],
  would: "Mit diesen Regeln",
  did: "Tatsächlich",
  counts: { times: "Mal", persons: "Personen", sessions: "Besuche" },
  bars: (would, did) => `Mal pro Tag, älteste zuerst. Mit diesen Regeln: ${would}. Tatsächlich: ${did}.`,
  noTimes: "keine",
  notAmong: "Sie gehört nicht zu diesen Regeln.",
  didNotAct: "Handelte nicht, weil",
  forExample: "Zum Beispiel",
  visitOf: (time) => `Besuch von ${time}`,

  report: "Was aus Angeboten wurde",
  theReport: "Der Bericht",
  noneActed: "In diesen Tagen hat kein Aktionsplan gehandelt.",
  acted: (count) => `${many(count, "Mal", "Mal")} gehandelt.`,
  offers: "Angebote",
  share: "Anteil",
  confidence: "Mit 95 % Sicherheit",
  picture: "Bild",
  what: "Was",
  steps: { offered: "Angeboten", accepted: "Angenommen", engaged: "Im Gespräch", declined: "Abgelehnt", ignored: "Nicht beachtet", expired: "Abgelaufen", failed: "Fehlgeschlagen" },
  talked: "Mit einem Agenten gesprochen",
  inControl: (name) => `${name}, Kontrollgruppe`,
  compared: (reached, control) => `Was ${people(reached)} getan haben, und was ${control ? people(control) : "niemand"} in der Kontrollgruppe`,
  nothingToCompare: "Es gibt noch nichts zu vergleichen.",
  apart: (points, isLess) => `${points} Prozentpunkte ${isLess ? "weniger" : "mehr"} als ohne; kaum durch Zufall.`,
  maybeChance: (points, isLess) => `${points} Prozentpunkte ${isLess ? "weniger" : "mehr"} als ohne, was Zufall sein kann.`,
  interval: (low, high) => `${low} bis ${high}`,

  scores: "Wie wahrscheinlich Ziele sind",
  whatWasLearned: "Das Gelernte",
  noScores: "Kein Ziel soll gelernt werden.",
  offBecause: (reason) => `Aus: ${reason}.`,
  off: {
    too_few_visits: "bisher zu wenige Besuche zum Lernen",
    too_few_achieved: "bisher zu wenige Besuche mit dem Ziel",
    not_better_than_chance: "die Vorhersage ist nicht besser als Zufall",
    badly_calibrated: "die Vorhersage liegt zu weit von dem entfernt, was geschieht",
    not_learned: "noch nicht gelernt",
  },
  learnedFrom: ({ achieved, others, heldAchieved, heldOthers }) =>
    `Gelernt aus ${number(achieved)} Besuchen mit dem Ziel und ${number(others)} ohne; beurteilt an ${number(heldAchieved)} und ${number(heldOthers)} anderen.`,
  auc: "Unterscheidet (AUC; 0,5 ist Zufall, 1 ist immer)",
  offBy: "Mittlere Abweichung",
  weighsMost: (features) => `Am wichtigsten: ${features}`,
  moreLikely: (feature) => `${feature} (wahrscheinlicher)`,
  lessLikely: (feature) => `${feature} (unwahrscheinlicher)`,
  calibration: (bins) => `Kalibrierung: ${bins}`,
  bin: (foretold, happened) => `${foretold} vorhergesagt, ${happened} eingetreten`,
  axes: (most) => `Waagerecht: vorhergesagt, bis ${most}. Senkrecht: eingetreten. Je näher an der Linie, desto besser.`,
};
