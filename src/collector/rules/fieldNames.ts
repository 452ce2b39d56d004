/** Which fields conditions may name, by what they ask of. */
import { CONVERSATION_STATES } from "../../protocol/event";
import { RULES } from "../../protocol/rules";
import { didYouMean, quote } from "./spot";

const PAGE = ["url", "host", "path", "query", "fragment", "title"] as const;
const CONVERSATION = ["queue", "agent", "channel", "direction", "vendor", "by", "code", "offer", "waitedSeconds", "talkedSeconds", "abandoned"] as const;
const SESSION = [
  "referrer", "referrerHost", "pages", "durationSeconds", "landing",
  "device", "os", "browser", "browserVersion", "language", "country", "region", "city", "bot",
] as const;
const CONTACT = ["displayName", "givenName", "familyName", "companyName", "externalIds", "emails", "phones"] as const;

/** Fields of a visit's page, of the visit and its person, of a page's or server's own event, of a conversation, or of either of the two. */
export const GROUNDS = {
  page: { names: PAGE.map((name) => `page.${name}`), open: [] },
  visit: {
    names: [...PAGE.map((name) => `page.${name}`), ...SESSION.map((name) => `session.${name}`), ...CONTACT.map((name) => `contact.${name}`)],
    open: ["session.campaign.", "contact.traits."],
  },
  event: { names: PAGE as readonly string[], open: ["data."] },
  conversation: { names: CONVERSATION as readonly string[], open: [] },
  anyEvent: { names: [...PAGE, ...CONVERSATION] as readonly string[], open: ["data."] },
} as const satisfies { [ground: string]: { names: readonly string[]; open: readonly string[] } };
export type Ground = keyof typeof GROUNDS;

/** How long the visit has gone on: the one field that time alone changes. */
export const DURATION_FIELD = "session.durationSeconds";

/** @returns why there can be no such field, or `undefined` where there can */
export function wrongField(field: string, ground: Ground): string | undefined {
  const { names, open }: { names: readonly string[]; open: readonly string[] } = GROUNDS[ground];
  if (names.includes(field)) return undefined;
  const beginning = open.find((prefix) => field.startsWith(prefix));
  if (beginning === undefined) return `there is no field ${quote(field)} here${suggestion(field, names, open)}`;
  const name = field.slice(beginning.length);
  if (name === "") return `${quote(field)} lacks a name after the dot`;
  return name.length > RULES.nameChars ? `may have at most ${RULES.nameChars} characters after ${quote(beginning)}` : undefined;
}

/** Who leaves out the beginning, or writes another one, means the field of that name here. */
function suggestion(field: string, names: readonly string[], open: readonly string[]): string {
  const last = field.slice(field.lastIndexOf(".") + 1);
  const same = names.find((name) => name === last || name.endsWith(`.${last}`));
  if (same !== undefined) return `: did you mean ${quote(same)}?`;
  const meant = didYouMean(field, [...names, ...open.map((prefix) => `${prefix}<name>`)]);
  return meant || (open.length ? `; fields of your own begin with ${open.map(quote).join(" or ")}` : "");
}

/** The ground of a pattern's `where`. */
export function groundOf(event: string): Ground {
  return event.startsWith("conversation.") ? "conversation" : "event";
}

/** @returns why no event is called so, or `undefined`. Sites call their own as they like, but nothing else by the names of conversations. */
export function wrongEvent(event: string): string | undefined {
  if (/[\p{C}]/u.test(event) || event.trim() !== event || event === "") return "has to be the name of an event, without blanks around it";
  const [noun = "", word = "", ...more] = event.split(".");
  if (event === "*" || (event.includes("*") && (word !== "*" || more.length || noun === "" || noun.includes("*")))) return `a star stands for all words of one noun, as in "conversation.*"`;
  const state = CONVERSATION_STATES.find((known) => known === word);
  if (/^(chat|messaging|call)$/.test(noun) && (state || word === "*")) return `rules call it "conversation.${word}", where channel equals ${quote(noun)}`;
  if (noun !== "conversation" || word === "*" || (state && !more.length)) return undefined;
  return `no conversation event is called so${didYouMean(event, CONVERSATION_STATES.map((known) => `conversation.${known}`))}`;
}
