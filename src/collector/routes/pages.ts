/** The console's own pages, as HTML. Everything that varies is escaped. */
import { en } from "../words/en";
import type { PageWords } from "../words/pageWords";

/** A page, once it is known in which language. */
export type Page = (words: PageWords) => string;

/** The page that the console's script fills. */
export const consolePage = page(`<div id="app"></div>
    <noscript><p>The console needs JavaScript.</p></noscript>
    <script type="module" src="/console/console.js"></script>`);

/** Says one thing, and what to do about it. */
export const noticePage = (title: Page, text: Page): Page => (words) => page(`<main class="notice">
      <p class="brand">Parley</p>
      <h1>${escape(title(words))}</h1>
      <p>${escape(text(words))}</p>
    </main>`, words);

/** Puts a body into a page of the console. What a script fills says itself in which language. */
export function page(body: string, { lang, dir }: Pick<PageWords, "lang" | "dir"> = en): string {
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Parley</title>
    <link rel="stylesheet" href="/console/console.css">
    <link rel="icon" href="data:,">
  </head>
  <body>
    ${body}
  </body>
</html>
`;
}

/** Text, for a place in HTML or in an attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
