/** What the collector asks of the contact directory. Another engine only has to keep these promises. */
import type { Contact, ContactFields, Found, Identity } from "../../protocol/contact";
import type { Data } from "../../protocol/event";
import type { ConsentRecord } from "./consents";

/** What became of one row of an import; a problem is a sentence for whoever made the file. */
export type Imported = "created" | "updated" | "unchanged" | { problem: string };

/** Rows that go into the directory together. */
export interface ImportGroup {
  site: string;
  /**
   * With keys in their canonical form: `parseContact` in contacts/ makes it, and says what is wrong with a row. A few thousand at
   * a time: a group is one transaction, and nobody else is served meanwhile.
   */
  rows: ContactFields[];
  /** When the file had come, by the collector's clock: whoever is erased after that is not taken in again by it. */
  toldAt?: number;
  /** The collector's clock. */
  now: number;
}

/** A contact of one site. */
export interface ContactId {
  site: string;
  id: string;
}

export interface ContactQuery {
  site: string;
  /** Words of a name, a phone in any writing, an e-mail or an external id; all contacts when it is empty. */
  q: string;
  /** Id of the last contact of the page before. */
  after?: string | undefined;
  limit: number;
}

/** An external id that another contact has. */
export interface Taken {
  externalId: string;
  contact: string;
}

/** What is said of a contact, and when. */
export interface ContactChange {
  site: string;
  fields: ContactFields;
  /** The collector's clock. */
  now: number;
}

/** Everything that is kept of a contact, as it is handed to the person it is of. */
export interface Dossier {
  contact: Contact;
  /** Those that were merged into it. */
  merged: Contact[];
  visitors: { identity: Identity; consents: Omit<ConsentRecord, "site" | "visitor">[]; events: Data[] }[];
}

/** What is gone with an erased contact. */
export interface Erased {
  contacts: number;
  visitors: number;
  /** Events that say nothing of the person any more. */
  events: number;
}

/** Verifies the tokens of a site's own server. */
export interface ProofKey {
  id: string;
  algorithm: "HS256" | "ES256";
  /** The shared secret as base64url, or the public key as a JWK in JSON. */
  secret: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** The contact directory. What changes in it changes who visitors are, and their cards, in the same transaction. */
export interface ContactStore {
  contact(which: ContactId): Promise<Contact | undefined>;
  contactByExternalId(site: string, externalId: string): Promise<Contact | undefined>;
  /** Temporary and merged contacts are not found. Oldest first. */
  findContacts(query: ContactQuery): Promise<Found>;
  createContact(change: ContactChange): Promise<Contact | Taken>;
  /** A temporary contact stays from then on. `undefined` when there is none of that id. */
  changeContact(change: ContactChange & { id: string }): Promise<Contact | Taken | undefined>;
  /** From then on the other contact speaks for it. `undefined` when one of them is missing, or one speaks for the other already. */
  mergeContact(which: ContactId & { into: string; now: number }): Promise<Contact | undefined>;
  /** `undefined` when it was not merged. */
  unmergeContact(which: ContactId & { now: number }): Promise<Contact | undefined>;
  /** Takes away all that is known of a person, for good; late events come without. `undefined` when there is none. */
  eraseContact(which: ContactId & { now: number }): Promise<Erased | undefined>;
  /** `undefined` when there is none. */
  exportContact(which: ContactId): Promise<Dossier | undefined>;
  /** Who a visitor is; of one who never said anything only the id. */
  identity(site: string, visitor: string): Promise<Identity>;
  /** Has anything been heard of this visitor? */
  isKnownVisitor(site: string, visitor: string): Promise<boolean>;

  /**
   * Creates contacts, or adds to those that have a row's external id, or else phone, or else e-mail. Of a row that fits several
   * contacts nothing is taken. Answers row by row, in order, when all is on disk; rejects when nothing is.
   */
  importContacts(group: ImportGroup): Promise<Imported[]>;

  /** Newest first. */
  proofKeys(site: string): Promise<ProofKey[]>;
  addProofKey(site: string, key: ProofKey): Promise<void>;
  /** `false` when there was none. */
  removeProofKey(site: string, id: string): Promise<boolean>;

  /**
   * Takes away what is too old, and wraps keys that an older master key wraps: a part of it, so that others are served in between.
   *
   * @returns whether there is more to do
   */
  tidy(limits: TidyLimits): Promise<boolean>;
}

/** Up to where what is known is too old, milliseconds since 1970. */
export interface TidyLimits {
  now: number;
  /** Of a site that is not among them no event goes. */
  sites: SiteLimits[];
}

/** Up to where one site's events are too old. */
export interface SiteLimits {
  /** Id of the site. */
  site: string;
  /** Events of visitors who never said who they are. */
  anonymousBefore: number;
  /** All other events. */
  identifiedBefore: number;
}
