/** What the page of rules says, in German. */
import type { rules as english } from "../en/rules";
import { form } from "./rules/form";
import { page } from "./rules/page";
import { phrase } from "./rules/phrase";
import { results } from "./rules/results";
import { templates } from "./rules/templates";

export const rules: typeof english = { form, page, phrase, results, templates };
