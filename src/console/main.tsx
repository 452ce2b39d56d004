/** Starts the agents' console on its page, in the reader's language, and again in another when they choose one. */
import { render } from "preact";
import { App } from "./app";
import { startSpellingOut } from "./spellOut";
import { preferred, speak } from "./words/words";

const root = document.querySelector("#app");

async function show(): Promise<void> {
  await speak(preferred());
  if (root) render(<App />, root);
}

startSpellingOut();
addEventListener("languagechange", () => void show());
void show();
