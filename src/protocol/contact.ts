/** People: what the collector, its console and the sites' servers say to each other of contacts and of who a visitor is. */
import type { Source } from "./event";

/** Claimed by a browser; matched, as a contact has that key; verified by a signed token, the secret key or an agent. */
export type Level = "claimed" | "matched" | "verified";

/** What a contact is found by, in the order in which it is believed. */
export const KEY_KINDS = ["externalId", "phone", "email"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** What is known of a contact besides its keys. Names follow Genesys' and Segment's traits. */
export interface ContactFields {
  externalIds?: string[];
  /** Canonical, as `normalizeEmail` makes them. */
  emails?: string[];
  /** E.164. */
  phones?: string[];
  displayName?: string;
  givenName?: string;
  familyName?: string;
  companyName?: string;
  /** The site's own attributes. */
  traits?: { [name: string]: unknown };
}

/** A person in the directory. */
export interface Contact extends ContactFields {
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  /** Made of a visitor's claims; gone at that time unless an agent or server keeps it. */
  expiresAt?: number;
  /** The contact that this one was merged into, and that speaks for it until the merge is undone. */
  mergedInto?: string;
}

/** Enough of a contact to choose it. */
export interface ContactSummary {
  id: string;
  /** As cards show it; without a name an e-mail or phone. */
  name: string;
  companyName?: string;
  emails?: string[];
  phones?: string[];
  expiresAt?: number;
}

/** One thing that a browser, a token or a server said of a visitor. */
export interface Claim {
  /** Id of the event that said it. */
  event: string;
  kind: KeyKind;
  /** Normalised where it is valid, as given where not; the beginning of the hash where the page sends only hashes. */
  value: string;
  valid: boolean;
  at: number;
  session?: string;
  /** The form it was typed into. */
  form?: string;
  source: Source;
}

/** What was decided of a visitor, by whom; never by a browser alone. */
export interface Decision {
  /** Id of the event. */
  event: string;
  says: "verified" | "rejected";
  contact: ContactSummary;
  by: "agent" | "token" | "server";
  agent?: string;
  at: number;
  /** Taken back, by an `identity.undone`. */
  undone?: boolean;
}

/** Why a visitor counts as a contact. */
export interface Why {
  by: KeyKind | Decision["by"];
  /** The claim or decision that says so. */
  event: string;
  at: number;
  value?: string;
  form?: string;
  /** The page on which it was said. */
  url?: string;
  title?: string;
  agent?: string;
}

/** Answer of `GET /v1/identity?visitor=…`: who a visitor is, and how that is known. */
export interface Identity {
  visitor: string;
  level?: Level;
  contact?: ContactSummary;
  why?: Why;
  /** Newest first. */
  claims: Claim[];
  /** Contacts that it could be as well, by which key; shown, not guessed. */
  candidates: { contact: ContactSummary; kind: KeyKind; value: string }[];
  /** Those that were merged into the contact. */
  merged: ContactSummary[];
  /** Newest first. */
  decisions: Decision[];
}

/** Answer of `GET /v1/contacts?q=…`. */
export interface Found {
  contacts: ContactSummary[];
  /** There are more than are listed. */
  more: boolean;
}

/** Answer of `GET /v1/imports/{id}`: how far an import of contacts is. */
export interface Import {
  id: string;
  state: "running" | "done" | "failed";
  /** Bytes of the file read so far, and all of them. */
  readBytes: number;
  totalBytes: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Rows not taken: the first of them with their line in the file, all of them in the report. */
  bad: number;
  problems: { line: number; problem: string }[];
  /** What had to be guessed about the file: its encoding. */
  notes?: string[];
  /** Why it failed, and what to do. */
  reason?: string;
}
