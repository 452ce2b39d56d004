/** Says what an action map does, as the end of a sentence. */
import type { Action } from "../../protocol/rules";

/** "Offers a web chat: “May we help?”" */
export function actionPhrase(action: Action): string {
  switch (action.type) {
    case "chat":
      return `Offers a web chat: “${action.text}”`;
    case "messaging":
      return `Offers web messaging: “${action.text}”`;
    case "content":
      return `Shows “${action.title || action.text}”`;
    case "webhook":
      return `Tells the webhook “${action.webhook}”`;
    case "tag":
      return `Puts the tag “${action.tag}” on the card`;
  }
}
