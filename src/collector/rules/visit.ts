/** Makes what is known of a visit and of its person into the fields that conditions ask for. */
import type { SessionCard } from "../../protocol/card";
import type { ContactFields } from "../../protocol/contact";
import type { Scalar } from "../../protocol/rules";
import { flatten, urlParts } from "./fieldValues";
import type { Person, Visit } from "./moment";

/** A visit's card; `landing` is the address of the page that it began on. */
export type VisitCard = Pick<SessionCard, "id" | "startedAt" | "lastAt" | "pages" | "referrer" | "campaign" | "url" | "title" | "visit"> & { landing?: string };

export function visitOf(card: VisitCard): Visit {
  const { id, startedAt, lastAt, pages, referrer, campaign = {}, url, title, landing, visit } = card;
  const fields: { [name: string]: Scalar | undefined } = { "session.pages": pages };
  // Nobody came from nowhere: that is a referrer which is missing.
  if (referrer) Object.assign(fields, { "session.referrer": referrer, "session.referrerHost": urlParts(referrer).host });
  if (landing) fields["session.landing"] = landing;
  flatten(campaign, "session.campaign.", fields);
  const { device, os, browser, browserVersion, language, country, region, city, bot } = visit ?? {};
  flatten({ device, os, browser, browserVersion, language, country, region, city, bot }, "session.", fields);
  if (url) for (const [part, value] of Object.entries(urlParts(url))) fields[`page.${part}`] = value as string;
  if (title) fields["page.title"] = title;
  return { session: id, startedAt, lastAt, fields };
}

/** @param contact whom it is verified that they are: of nobody else may a page learn what we know */
export function personOf(contact: ContactFields | undefined): Person {
  const fields: { [name: string]: Scalar | undefined } = {};
  if (!contact) return { fields };
  const { displayName, givenName, familyName, companyName, externalIds, emails, phones, traits = {} } = contact;
  flatten({ displayName, givenName, familyName, companyName, externalIds, emails, phones }, "contact.", fields);
  flatten(traits, "contact.traits.", fields);
  return { fields };
}
