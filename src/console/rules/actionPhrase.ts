/** Says what an action map does, as the end of a sentence. */
import type { Action } from "../../protocol/rules";
import { words } from "../words/pageWords";

/** "Offers a web chat: “May we help?”" */
export function actionPhrase(action: Action): string {
  const { actions } = words.rules.phrase;
  switch (action.type) {
    case "chat":
      return actions.chat(action.text);
    case "messaging":
      return actions.messaging(action.text);
    case "content":
      return actions.content(action.title || action.text);
    case "webhook":
      return actions.webhook(action.webhook);
    case "tag":
      return actions.tag(action.tag);
  }
}
