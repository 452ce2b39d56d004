/** Says in a sentence what came of an attempt, for the people who run the receiver. */
import type { Attempt } from "./deliver";

export function say(attempt: Attempt): string {
  if ("problem" in attempt) return attempt.problem;
  const { status } = attempt;
  if (status >= 200 && status < 300) return `It answered ${status}.`;
  if (status >= 300 && status < 400) return `It answered ${status}, a redirect. These are not followed: give the address that it leads to.`;
  if (status === 410) return "It answered 410: it wants to hear nothing any more.";
  return `It answered ${status}. Only an answer from 200 to 299 says that the event has arrived.`;
}
