/** The console in German. */
import { bar } from "./de/bar";
import { work } from "./de/work";
import type { Words } from "./words";

export const de: Words = {
  locale: "de",
  dir: "ltr",
  bar,
  work,
};
