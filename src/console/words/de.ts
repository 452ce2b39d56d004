/** The console in German. */
import { admin } from "./de/admin";
import { bar } from "./de/bar";
import type { Words } from "./words";

export const de: Words = {
  locale: "de",
  dir: "ltr",
  admin,
  bar,
};
