/** What is said in several places. */
export const common = {
  /** The title of a page in the browser's tab. */
  title: (page: string) => `${page} – Parley`,
  loading: "Loading…",
  waiting: "Waiting for the collector…",
  tryAgain: "Try again",
  tryingAgain: (reason: string) => `${reason} Trying again…`,
  askingAgain: (reason: string) => `${reason} Asking again…`,
  notLoaded: (what: string, reason: string) => `${what} could not be loaded. ${reason}`,
  /** Stands where no name is known. */
  unknown: "Unknown",
  noPage: "No page yet",
  none: "None",
  yes: "yes",
  no: "no",
  remove: "Remove",
  choose: "Choose…",
};
