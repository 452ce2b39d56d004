/** The console in German. */
import { account } from "./de/account";
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
import { reasons } from "./de/reasons";
import { rules } from "./de/rules";
import { sessions } from "./de/sessions";
import { steps } from "./de/steps";
import { supervisor } from "./de/supervisor";
import { work } from "./de/work";
import type { AllWords } from "./words";

export const de: AllWords = {
  locale: "de",
  dir: "ltr",
  account,
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
  reasons,
  rules,
  sessions,
  steps,
  supervisor,
  work,
};
