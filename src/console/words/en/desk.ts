/** What is said when the collector did not do what an agent wanted. */
export const desk = {
  ended: "Your login has ended.",
  forbidden: "The collector does not allow this.",
  busy: "The collector is busy.",
  unreachable: "The collector cannot be reached.",
  failed: (status: number) => `The collector answered with error ${status}.`,
  refused: (reason: string) => `The collector refused it: ${reason}.`,
  unknownCode: "Nobody who is on the website now has this code. Have it read out again.",
  ambiguousCode: "Two visitors have this code at the moment. Find the right one among the web sessions by what they are looking at.",
  unknownTalk: "This conversation is not there any more, or has gone to a queue that is not yours.",
  notSaved: (reason: string) => `Not saved. ${reason}`,
};
