/** Whose journeys rules look at: visitors', customers', and those of conversations of whom nobody knows with whom they are. */
import type { Conversation } from "../../protocol/conversation";

const UNKNOWN = "conversation-";

/** Somebody of whom only one conversation is known. */
export function unknownPerson(conversation: string): string {
  return UNKNOWN + conversation;
}

/** @returns the one conversation that is known of somebody, where that is all */
export function onlyConversation(person: string): string | undefined {
  return person.startsWith(UNKNOWN) ? person.slice(UNKNOWN.length) : undefined;
}

/** Whom a conversation is with; nobody where it is part of another. */
export function ownerOf({ id, into, visitor, customer }: Conversation): string | undefined {
  return into === undefined ? visitor ?? customer ?? unknownPerson(id) : undefined;
}
