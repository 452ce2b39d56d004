/** Notes: what agents write down of a contact or of a conversation. Each is an event, sealed as what is said of a person. */

/** The events that are notes. */
export const NOTES = ["contact.noted", "conversation.noted"] as const;
export type NoteType = (typeof NOTES)[number];

/** Longest text of a note. */
export const NOTE_CHARS = 4_000;

/** Data of `contact.noted` and `conversation.noted`; the collector adds the agent by their login. */
export interface NoteData {
  text: string;
  contact?: string;
  conversation?: string;
  agent?: string;
}

/** A note as agents read it. */
export interface Note {
  /** Id of the event. */
  event: string;
  about: "contact" | "conversation";
  /** Of which conversation it is, where it is of one. */
  conversation?: string;
  text: string;
  agent?: string;
  at: number;
}

/** Answer of `GET /v1/notes?contact=…` and `?conversation=…`, newest first. */
export interface Notes {
  notes: Note[];
  /** There are more than are listed. */
  more: boolean;
}

export const isNote = (type: string): type is NoteType => (NOTES as readonly string[]).includes(type);

/** Is an event of this kind kept sealed, and does it go when the person is erased? */
export const isPersonal = (type: string): boolean => type.startsWith("identity.") || isNote(type);

/** Begins the id of whom notes on a contact are told of: somebody who is known like a visitor, and is that contact. */
const NOTED = "contact-";

/** Under which id notes on a contact are kept. One that is made of a visitor's claims has the visitor's own. */
export const noteSubject = (contact: string): string => NOTED + contact;
