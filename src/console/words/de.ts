/** The console in German. */
import { bar } from "./de/bar";
import { card } from "./de/card";
import { common } from "./de/common";
import { contacts } from "./de/contacts";
import { desk } from "./de/desk";
import { health } from "./de/health";
import { notice } from "./de/notice";
import { rules } from "./de/rules";
import { sessions } from "./de/sessions";
import type { Words } from "./words";

export const de: Words = {
  locale: "de",
  dir: "ltr",
  bar,
  card,
  common,
  contacts,
  desk,
  health,
  notice,
  rules,
  sessions,
};
