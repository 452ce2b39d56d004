/** What the page of rules says. */
import { form } from "./rules/form";
import { page } from "./rules/page";
import { phrase } from "./rules/phrase";
import { results } from "./rules/results";
import { templates } from "./rules/templates";

export const rules = { form, page, phrase, results, templates };
