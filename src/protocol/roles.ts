/** Who may do what: the one table that the collector enforces, and by which consoles show only what is allowed. */

/** What a route asks for, one word each. */
export const PERMISSIONS = [
  "cards.see",
  "people.see",
  /** Names, addresses and numbers in clear, and finding people by them. */
  "people.unmask",
  "people.write",
  "people.erase",
  "people.export",
  /** Taking conversations, and all else that agents tell of their work. */
  "work",
  "rules.see",
  "rules.write",
  "imports",
  "webhooks",
  "connectors",
  "health.see",
  "queues.see",
  "settings.see",
  "settings.write",
  "accounts",
  "audit.see",
  /** Making other sites. It counts on the collector's first site alone. */
  "sites",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEWER = ["cards.see", "people.see", "rules.see", "health.see", "queues.see"] as const;
const AGENT = ["cards.see", "people.see", "people.unmask", "people.write", "work", "rules.see", "queues.see"] as const;

/** Which permissions each role has; what is not named here is refused. */
export const ROLES = {
  /** Looks, and is told of nobody who they are. */
  viewer: VIEWER,
  agent: AGENT,
  supervisor: [...AGENT, "rules.write", "imports", "health.see", "settings.see"],
  admin: PERMISSIONS,
  /** The data protection officer: what is known of people, by which rules it is used, and who has looked. */
  dpo: ["cards.see", "people.see", "people.unmask", "people.write", "people.erase", "people.export", "rules.see", "settings.see", "audit.see"],
} as const satisfies { [role: string]: readonly Permission[] };
export type Role = keyof typeof ROLES;

/** Whoever speaks to the collector by a login, or by the site's secret key. */
export type Speaker = Role | "server";

export function may(speaker: Speaker, permission: Permission): boolean {
  // Accounts are people's: a key that leaks makes none, and no site with keys of its own.
  if (speaker === "server") return permission !== "accounts" && permission !== "sites";
  const allowed: readonly Permission[] = ROLES[speaker];
  return allowed.includes(permission);
}

/** All that one may do, in the order of the table. */
export function permissionsOf(speaker: Speaker): Permission[] {
  return PERMISSIONS.filter((permission) => may(speaker, permission));
}

export function isRole(word: unknown): word is Role {
  return typeof word === "string" && Object.hasOwn(ROLES, word);
}
