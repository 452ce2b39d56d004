/** What a contact is called, where it is shown. */
import type { Contact, ContactFields, ContactSummary } from "../../protocol/contact";
import { CARD_CHARS, cut } from "../fold/text";

/** Most keys of a kind that a summary lists. */
const LISTED = 5;

/** A contact's name; without one its company's, an e-mail, a phone, an external id. */
export function contactName({ displayName, givenName, familyName, companyName, emails, phones, externalIds }: ContactFields): string | undefined {
  const whole = [givenName, familyName].map((part) => part?.trim()).filter((part) => part).join(" ");
  const name = displayName?.trim() || whole || companyName?.trim() || emails?.[0] || phones?.[0] || externalIds?.[0];
  return name === undefined || name === "" ? undefined : cut(name, CARD_CHARS);
}

/** Enough of a contact to choose it. */
export function summarize({ id, companyName, emails, phones, expiresAt, ...fields }: Contact): ContactSummary {
  return {
    id,
    name: contactName({ ...fields, ...(companyName !== undefined && { companyName }), ...(emails && { emails }), ...(phones && { phones }) }) ?? "",
    ...(companyName && { companyName }),
    ...(emails?.length && { emails: emails.slice(0, LISTED) }),
    ...(phones?.length && { phones: phones.slice(0, LISTED) }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
