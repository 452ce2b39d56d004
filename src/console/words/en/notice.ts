/** What pages with one message say. */
export const notice = {
  notShown: "Parley cannot be shown yet",
  notLoaded: "This page could not be loaded",
  outdated: "The collector cannot be reached, or was updated meanwhile. Load the page again.",
  ended: "Your login has ended",
  comeBack: "It ends when nobody used or saw the console for half an hour, after twelve hours, or when an admin has changed your account.",
  logIn: "Log in again",
  noSite: "You have no account on this site",
  askAdmin: "Ask one of its admins to invite you.",
  ownSite: "Go to a site of yours",
};
