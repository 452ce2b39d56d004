/** What rules may ask for, with its names in words: kinds of events, and fields. */
import { humanised, spaced } from "../humanised";
import { words } from "../words/pageWords";

/** "ordered"; of a name that is not known here, the name as words. */
export function eventWords(type: string): string {
  const { events, anythingWith, event } = words.rules.phrase;
  if (Object.hasOwn(events, type)) return events[type]!;
  return type.endsWith(".*") ? anythingWith(spaced(type.slice(0, -2))) : event(humanised(type));
}

/** Fields of the page that is looked at, of the visit, and of the contact. Those that end with a dot lack a name of the site's own. */
export const PAGE_FIELDS = named("page", "path url host query fragment title");
export const KNOWN_FIELDS = [
  ...PAGE_FIELDS,
  ...named("session", "pages durationSeconds landing referrer referrerHost campaign.source campaign.medium campaign.name device os browser browserVersion language country region city bot"),
  ...named("contact", "traits. companyName displayName givenName familyName externalIds emails phones"),
];
/** Fields of single things that happened, by the kind of event. */
const OF_PAGE = "path url host query fragment title".split(" ");
const OF_CONVERSATION = "queue agent channel direction code abandoned waitedSeconds talkedSeconds by vendor offer".split(" ");
const OWN: { [type: string]: string } = { "search.performed": "data.query", "form.submitted": "data.form", "form.abandoned": "data.form" };

function named(noun: string, names: string): string[] {
  return names.split(" ").map((name) => `${noun}.${name}`);
}

export function fieldsOfEvent(type: string): string[] {
  if (type.startsWith("conversation.")) return OF_CONVERSATION;
  return type === "page.viewed" ? [...OF_PAGE, "data."] : [OWN[type] ?? "data.", ...OF_PAGE];
}

export const FLAGS = /(^|\.)(abandoned|bot)$/;
export const NUMBERS = /(^|\.)((waited|talked|duration)Seconds|pages)$/;

/** `page.path` reads "the page’s path", and `data.form` "the form". */
export function fieldWords(field: string): string {
  const says = words.rules.phrase;
  const [noun = "", ...rest] = field.split(".").filter((part, i) => i === 0 || part !== "traits");
  const nameOf = (parts: string[]) => nameIn(says.fields, parts.join(".")) ?? parts.map((part) => nameIn(says.fields, part) ?? spaced(part)).join(" ");
  const whose = rest.length && Object.hasOwn(says.fieldOf, noun) ? says.fieldOf[noun] : undefined;
  return whose ? whose(nameOf(rest)) : says.field(nameOf(noun === "data" && rest.length ? rest : [noun, ...rest]));
}

const nameIn = (names: { [field: string]: string }, field: string) => (Object.hasOwn(names, field) ? names[field] : undefined);
