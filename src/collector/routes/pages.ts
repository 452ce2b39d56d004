/** The console's own pages, as HTML. Everything that varies is escaped. */

/** The page that the console's script fills. */
export const consolePage = page(`<div id="app"></div>
    <noscript><p>The console needs JavaScript.</p></noscript>
    <script type="module" src="/console/console.js"></script>`);

/** Asks for the agent's name; the ticket came with the link. */
export function loginPage(ticket: string): string {
  return page(`<main class="notice">
      <p class="brand">Parley</p>
      <h1>Log in to the console</h1>
      <form method="post" action="/console/login">
        <input type="hidden" name="ticket" value="${escape(ticket)}">
        <label>Your name, as session cards will show it
          <input name="agent" required maxlength="80" autocomplete="name" autofocus></label>
        <button class="primary">Log in</button>
      </form>
    </main>`);
}

/** Says one thing, and what to do about it. */
export function noticePage(title: string, text: string): string {
  return page(`<main class="notice">
      <p class="brand">Parley</p>
      <h1>${escape(title)}</h1>
      <p>${escape(text)}</p>
    </main>`);
}

function page(body: string): string {
  return `<!doctype html>
<html lang="en">
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

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
