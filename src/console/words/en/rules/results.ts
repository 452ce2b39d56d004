/** What trying rules out, the report on action maps, and what is learned of outcomes say. */
import { many, number } from "../../written";

const people = (count: number) => many(count, "person", "people");
const events = (count: number) => many(count, "event", "events");

export const results = {
  looksBack: "Looks back",
  days: (count: number) => many(count, "day", "days"),
  daysAgo: (count: number) => `${many(count, "day", "days")} ago`,
  now: "now",

  tryOut: "Try out",
  /** What is said of changes that are not saved stands in it. */
  explains: (unsaved: number) => `Plays the rules${unsaved ? `, with ${many(unsaved, "change that is", "changes that are")} not saved,` : ""} on what visitors did, and changes nothing. Beside it stands what the rules of those days did.`,
  beginning: "Beginning…",
  soFar: ({ percent, events: count, persons }: { percent: number; events: number; persons: number }) => `${percent} %, ${events(count)} of ${people(persons)}`,
  endedEarly: "It ended before it was done.",
  trying: "Trying out",
  tried: "Tried out",
  kinds: { actionMap: "Action maps", segment: "Segments", outcome: "Outcomes" },
  /** Before, between and after two times. */
  from: (count: number, persons: number) => [`${events(count)} of ${people(persons)}, from `, " to ", "."] as [string, string, string],
  would: "With these rules",
  did: "What happened",
  counts: { times: "Times", persons: "People", sessions: "Visits" },
  bars: (would: string, did: string) => `Times a day, oldest first. With these rules: ${would}. What happened: ${did}.`,
  noTimes: "none",
  notAmong: "It is not among these rules.",
  didNotAct: "Did not act because",
  forExample: "For example",
  visitOf: (time: string) => `Visit of ${time}`,

  report: "What became of offers",
  theReport: "The report",
  noneActed: "No action map has acted in these days.",
  acted: (count: number) => `Acted ${many(count, "time", "times")}.`,
  offers: "Offers",
  share: "Share",
  confidence: "With 95 % confidence",
  picture: "Picture",
  what: "What",
  steps: { offered: "Offered", accepted: "Accepted", engaged: "Engaged", declined: "Declined", ignored: "Ignored", expired: "Expired", failed: "Failed" },
  talked: "Talked to an agent",
  inControl: (name: string) => `${name}, control group`,
  compared: (reached: number, control: number) => `What ${people(reached)} did, and what ${control ? people(control) : "nobody"} in the control group`,
  nothingToCompare: "There is nothing to compare yet.",
  apart: (points: string, isLess: boolean) => `${points} points ${isLess ? "less" : "more"} than without it; hardly by chance.`,
  maybeChance: (points: string, isLess: boolean) => `${points} points ${isLess ? "less" : "more"} than without it, which may be chance.`,
  interval: (low: string, high: string) => `${low} to ${high}`,

  scores: "How likely outcomes are",
  whatWasLearned: "What was learned",
  noScores: "No outcome is set to be learned.",
  offBecause: (reason: string) => `Off: ${reason}.`,
  off: {
    too_few_visits: "too few visits to learn from so far",
    too_few_achieved: "too few visits with the outcome so far",
    not_better_than_chance: "it foretells no better than chance",
    badly_calibrated: "what it foretells is too far from what happens",
    not_learned: "not learned yet",
  },
  learnedFrom: ({ achieved, others, heldAchieved, heldOthers }: { achieved: number; others: number; heldAchieved: number; heldOthers: number }) =>
    `Learned from ${number(achieved)} visits with the outcome and ${number(others)} without; judged by ${number(heldAchieved)} and ${number(heldOthers)} others.`,
  auc: "Tells apart (AUC; 0.5 is chance, 1 is always)",
  offBy: "Off by, on the mean",
  weighsMost: (features: string) => `Weighs most: ${features}`,
  moreLikely: (feature: string) => `${feature} (more likely)`,
  lessLikely: (feature: string) => `${feature} (less likely)`,
  calibration: (bins: string) => `Calibration: ${bins}`,
  bin: (foretold: string, happened: string) => `foretold ${foretold}, happened ${happened}`,
  axes: (most: string) => `Across: foretold, up to ${most}. Up: happened. The nearer to the line, the better.`,
};
