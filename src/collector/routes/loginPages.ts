/** The pages by which people get in, as HTML: they need no script. */
import { NAME_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "../../protocol/account";
import type { PageWords } from "../words/pageWords";
import { by } from "./destination";
import { escape, page, type Page } from "./pages";

interface Shown {
  /** What was wrong with what was sent. */
  problem?: Page | undefined;
}

/** Asks for an e-mail and a password. @param to the page that comes after it */
export function loginPage({ email = "", problem, hasProvider, to }: Shown & { email?: string; hasProvider: boolean; to: string }): Page {
  return form("logInTitle", problem, (words) => `
        <input type="hidden" name="to" value="${escape(to)}">
        <label>${words.email}
          <input type="email" name="email" required value="${escape(email)}" autocomplete="username"${email ? "" : " autofocus"}></label>
        <label>${words.password}
          <input type="password" name="password" required maxlength="${PASSWORD_MAX_CHARS}" autocomplete="current-password"${email ? " autofocus" : ""}></label>
        <button class="primary">${words.logIn}</button>`, (words) => `${hasProvider ? `<p><a href="${escape(by("/console/provider", to))}">${words.byProvider}</a></p>\n      ` : ""}<p>${words.forgotten}</p>
      <script type="module" src="/console/login.js"></script>`);
}

/** Makes an admin; the ticket came with the link. */
export function adminPage({ ticket, name = "", email = "", problem }: Shown & { ticket: string; name?: string; email?: string }): Page {
  return form("setUpTitle", problem, (words) => `
        <input type="hidden" name="ticket" value="${escape(ticket)}">
        <label>${words.yourName}
          <input name="name" required maxlength="${NAME_CHARS}" value="${escape(name)}" autocomplete="name" autofocus></label>
        <label>${words.emailToLogIn}
          <input type="email" name="email" required value="${escape(email)}" autocomplete="username"></label>
        ${newPassword(words)}
        <button class="primary">${words.logIn}</button>`);
}

/** Lets somebody who was invited choose a password. @param isOneOfSeveral has the collector other sites, where they may have one? */
export function invitationPage({ ticket, email, isOneOfSeveral, problem }: Shown & { ticket: string; email: string; isOneOfSeveral: boolean }): Page {
  return form("chooseTitle", problem, (words) => `
        <input type="hidden" name="ticket" value="${escape(ticket)}">
        <label>${words.emailToLogIn}
          <input type="email" readonly value="${escape(email)}" autocomplete="username"></label>
        ${newPassword(words)}
        <button class="primary">${words.logIn}</button>`, (words) => (isOneOfSeveral ? `<p>${words.otherSite}</p>` : ""));
}

const newPassword = ({ newPassword: label }: PageWords) => `<label>${label}
          <input type="password" name="password" required minlength="${PASSWORD_MIN_CHARS}" maxlength="${PASSWORD_MAX_CHARS}" autocomplete="new-password"></label>`;

function form(title: "logInTitle" | "setUpTitle" | "chooseTitle", problem: Page | undefined, fields: Page, below: Page = () => ""): Page {
  return (words) => page(`<main class="notice">
      <p class="brand">Parley</p>
      <h1>${words[title]}</h1>
      ${problem === undefined ? "" : `<p role="alert">${escape(problem(words))}</p>`}
      <form method="post" action="/console/login">${fields(words)}
      </form>
      ${below(words)}
    </main>`, words);
}
