/** The console in English. What it says is what every language has to say: a group for each page or part, a function for what varies. */
import { bar } from "./en/bar";
import { contact } from "./en/contact";
import { journey } from "./en/journey";
import { steps } from "./en/steps";

export const en = {
  /** A tag that dates, numbers and plurals follow. */
  locale: "en",
  dir: "ltr" as "ltr" | "rtl",
  bar,
  contact,
  journey,
  steps,
};
