/** What rules to begin with are called and for, and what they say to visitors. */
export const templates = {
  gaveUp: { name: "Chat for who gave up waiting", says: "Who gave up waiting twice in a week and looks at prices is offered a chat.", title: "Sorry for the wait", text: "Shall we talk now? Somebody is here for you." },
  checkout: { name: "Help at the checkout", says: "Who looks at the checkout for a minute is offered a chat.", text: "Is anything unclear? We are glad to help." },
  unfinished: { name: "After an unfinished form", says: "Who left a form unfinished is offered messaging on the next page.", text: "Write to us, and go on whenever it suits you." },
  vip: { name: "Tag VIPs", says: "Contacts whose trait “vip” is yes get a tag on their card." },
  newsletter: { name: "From the newsletter", says: "Visitors who came from a campaign." },
  comesBack: { name: "Comes back", says: "People who came back within a month." },
  sale: { name: "Sale", says: "A conversation was wrapped up with the code “sale”." },
  newMap: "New action map",
  newSegment: "New segment",
  newOutcome: "New outcome",
};
