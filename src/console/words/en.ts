/** The console in English. What it says is what every language has to say: a group for each page or part, a function for what varies. What pages say that are loaded when they are opened is in `en/pages`. */
import { bar } from "./en/bar";
import { card } from "./en/card";
import { common } from "./en/common";
import { contact } from "./en/contact";
import { contacts } from "./en/contacts";
import { desk } from "./en/desk";
import { health } from "./en/health";
import { journey } from "./en/journey";
import { notice } from "./en/notice";
import { reasons } from "./en/reasons";
import { sessions } from "./en/sessions";
import { steps } from "./en/steps";
import { work } from "./en/work";

export const en = {
  /** A tag that dates, numbers and plurals follow. */
  locale: "en",
  dir: "ltr" as "ltr" | "rtl",
  bar,
  card,
  common,
  contact,
  contacts,
  desk,
  health,
  journey,
  notice,
  reasons,
  sessions,
  steps,
  work,
};
