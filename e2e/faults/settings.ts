/** What is to be run, as `setup/faults.mjs` has written it into the environment; without it, one seed of everything in Chromium. */
import path from "node:path";
import { ENGINES } from "./browsers";
import type { Engine } from "./browsers";
import type { Scenario } from "./scenario";
import { findScenarios, SCENARIOS } from "./scenarios/all";

export interface Settings {
  engine: Engine;
  scenarios: Scenario[];
  seeds: number[];
  /** How many worlds there are at a time. */
  atOnce: number;
  /** Folder that the reports go to. */
  reports: string;
}

const DEFAULT_AT_ONCE = 8;

/** `20` are the seeds 1 to 20, `21-200` those of a run that goes on from there. */
function readSeeds(text: string): number[] {
  const [first, last = ""] = text.includes("-") ? text.split("-") : ["1", text];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
}

export function readSettings(environment: { [name: string]: string | undefined } = process.env): Settings {
  const { PARLEY_FAULT_ENGINE = "chromium", PARLEY_FAULT_SCENARIO, PARLEY_FAULT_SEED, PARLEY_FAULT_SEEDS = "1", PARLEY_FAULT_AT_ONCE } = environment;
  const engine = ENGINES.find((name) => name === PARLEY_FAULT_ENGINE);
  if (!engine) throw new Error(`There is no engine "${PARLEY_FAULT_ENGINE}": choose ${ENGINES.join(" or ")}.`);
  const named = PARLEY_FAULT_SCENARIO ? findScenarios(PARLEY_FAULT_SCENARIO) : SCENARIOS.filter(({ longMs }) => !longMs);
  if (!named.length) throw new Error(`There is no scenario "${PARLEY_FAULT_SCENARIO}". There are:\n  ${SCENARIOS.map(({ name }) => name).join("\n  ")}`);
  const scenarios = named.filter(({ engines }) => engines?.includes(engine) ?? true);
  if (!scenarios.length) throw new Error(`${PARLEY_FAULT_SCENARIO} cannot be run in ${engine}: what it does to a page only ${named[0]!.engines!.join(" and ")} can be told to do.`);
  return {
    engine,
    scenarios,
    seeds: PARLEY_FAULT_SEED ? [Number(PARLEY_FAULT_SEED)] : readSeeds(PARLEY_FAULT_SEEDS),
    atOnce: Number(PARLEY_FAULT_AT_ONCE ?? DEFAULT_AT_ONCE),
    reports: path.resolve("../build/reports"),
  };
}
