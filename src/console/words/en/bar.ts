/** What the bar at the top of each page says. */
export const bar = {
  pages: "Pages",
  sessions: "Sessions",
  contacts: "Contacts",
  rules: "Rules",
  supervisor: "Queues",
  health: "Tracking health",
  admin: "Admin",
  account: (name: string) => `${name}: my account`,
  language: "Language",
  logOut: "Log out",
};
