/** What pages with one message say. */
export const notice = {
  notShown: "Parley cannot be shown yet",
  notLoaded: "This page could not be loaded",
  outdated: "The collector cannot be reached, or was updated meanwhile. Load the page again.",
  ended: "Your login has ended",
  comeBack: "To come back, open a new login link in this browser. The collector prints one each time it starts: restart it, or ask the person who runs it for the link.",
};
