/** What the bar at the top of each page says. */
export const bar = {
  pages: "Pages",
  sessions: "Sessions",
  contacts: "Contacts",
  rules: "Rules",
  supervisor: "Queues",
  health: "Tracking health",
  admin: "Admin",
  /** Behind one's own name. */
  account: " (my account)",
  language: "Language",
  site: "Site",
  siteHint: "With the keyboard: choose, then press Enter",
  logOut: "Log out",
};
