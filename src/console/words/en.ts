/** The console in English. What it says is what every language has to say: a group for each page or part, a function for what varies. */
import { admin } from "./en/admin";
import { bar } from "./en/bar";
import { card } from "./en/card";
import { common } from "./en/common";
import { contact } from "./en/contact";
import { contacts } from "./en/contacts";
import { desk } from "./en/desk";
import { health } from "./en/health";
import { journey } from "./en/journey";
import { notice } from "./en/notice";
import { rules } from "./en/rules";
import { sessions } from "./en/sessions";
import { steps } from "./en/steps";
import { supervisor } from "./en/supervisor";

export const en = {
  /** A tag that dates, numbers and plurals follow. */
  locale: "en",
  dir: "ltr" as "ltr" | "rtl",
  admin,
  bar,
  card,
  common,
  contact,
  contacts,
  desk,
  health,
  journey,
  notice,
  rules,
  sessions,
  steps,
  supervisor,
};
