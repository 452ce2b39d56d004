/** The console in German. */
import { bar } from "./de/bar";
import { contact } from "./de/contact";
import { journey } from "./de/journey";
import { steps } from "./de/steps";
import type { Words } from "./words";

export const de: Words = {
  locale: "de",
  dir: "ltr",
  bar,
  contact,
  journey,
  steps,
};
