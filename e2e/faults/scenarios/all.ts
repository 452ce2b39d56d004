/** Every scenario, the longest first: what takes long should not begin last. */
import type { Scenario } from "../scenario";
import { duplicate, noAnswer, resetAfterCommit, resetBeforeCommit, slowBytes, status503, truncated } from "./answers";
import { crash, crashCrowded } from "./crash";
import { close, navigate, navigateBfcache } from "./leaving";
import { mixed } from "./mixed";
import { bigClose, offlineClose, offlineFlaps, offlineStay } from "./offline";
import { outage } from "./outage";
import { status429Date, status429Odd, status429Seconds } from "./retryAfter";
import { storageBroken, storageSlow } from "./storage";
import { tenTabs, twoStarts } from "./tabs";

export const SCENARIOS: readonly Scenario[] = [
  noAnswer,
  offlineFlaps,
  mixed,
  status429Date,
  status429Seconds,
  status429Odd,
  status503,
  tenTabs,
  bigClose,
  offlineStay,
  offlineClose,
  storageSlow,
  storageBroken,
  resetBeforeCommit,
  resetAfterCommit,
  truncated,
  slowBytes,
  duplicate,
  close,
  navigate,
  navigateBfcache,
  twoStarts,
  crash,
  crashCrowded,
  outage,
];

/** @param name of a scenario, or the beginning that several share: `status_429` */
export const findScenarios = (name: string): Scenario[] =>
  SCENARIOS.filter((scenario) => scenario.name === name || scenario.name.startsWith(`${name}_`));
