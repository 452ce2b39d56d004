/** The console in German. */
import { admin } from "./de/admin";
import { bar } from "./de/bar";
import { card } from "./de/card";
import { common } from "./de/common";
import { contact } from "./de/contact";
import { contacts } from "./de/contacts";
import { desk } from "./de/desk";
import { health } from "./de/health";
import { journey } from "./de/journey";
import { notice } from "./de/notice";
import { rules } from "./de/rules";
import { sessions } from "./de/sessions";
import { steps } from "./de/steps";
import { supervisor } from "./de/supervisor";
import type { Words } from "./words";

export const de: Words = {
  locale: "de",
  dir: "ltr",
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
