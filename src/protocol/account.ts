/** Accounts of people who log in to the console, as the collector tells them to admins. */
import type { Role } from "./roles";

/** Longest name; it stands on cards and in journeys. */
export const NAME_CHARS = 80;
/** Shortest password. No rules about its signs: length is what counts. */
export const PASSWORD_MIN_CHARS = 12;
/** Longest password: more only makes work. */
export const PASSWORD_MAX_CHARS = 256;

/** One person who may log in. */
export interface Account {
  id: string;
  /** As cards show it, and therefore no one else's at the site. */
  name: string;
  /** In small letters. */
  email: string;
  role: Role;
  /** Without it nobody gets in by it. */
  active: boolean;
  /** Those whose conversations they handle; all where none are set. They count for viewers and agents. */
  queues?: string[];
  /** Has nobody chosen its password yet? */
  invited: boolean;
  /** Milliseconds since 1970. */
  createdAt: number;
  lastLoginAt?: number;
}

/** Answer of `GET /v1/accounts`, by name. */
export interface Accounts {
  accounts: Account[];
}

/** Answer of `POST /v1/accounts` and of an invitation: the link is shown this once. */
export interface Invited extends Account {
  /** Whoever opens it chooses the account's password. */
  link: string;
  /** Milliseconds since 1970. */
  expires: number;
}
