/** The pages by which people get in, as HTML: they need no script. */
import { NAME_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "../../protocol/account";
import { escape, page } from "./pages";

interface Shown {
  /** What was wrong with what was sent. */
  problem?: string | undefined;
}

/** Asks for an e-mail and a password. */
export function loginPage({ email = "", problem, hasProvider }: Shown & { email?: string; hasProvider: boolean }): string {
  return form("Log in to the console", problem, `
        <label>E-mail
          <input type="email" name="email" required value="${escape(email)}" autocomplete="username"${email ? "" : " autofocus"}></label>
        <label>Password
          <input type="password" name="password" required maxlength="${PASSWORD_MAX_CHARS}" autocomplete="current-password"${email ? " autofocus" : ""}></label>
        <button class="primary">Log in</button>`, `${hasProvider ? '<p><a href="/console/provider">Log in with your organisation</a></p>\n      ' : ""}<p>You have forgotten your password? An admin can send you a new link.</p>`);
}

/** Makes an admin; the ticket came with the link. */
export function adminPage({ ticket, name = "", email = "", problem }: Shown & { ticket: string; name?: string; email?: string }): string {
  return form("Set up the admin", problem, `
        <input type="hidden" name="ticket" value="${escape(ticket)}">
        <label>Your name, as session cards will show it
          <input name="name" required maxlength="${NAME_CHARS}" value="${escape(name)}" autocomplete="name" autofocus></label>
        <label>E-mail, to log in with
          <input type="email" name="email" required value="${escape(email)}" autocomplete="username"></label>
        ${newPassword}
        <button class="primary">Log in</button>`);
}

/** Lets somebody who was invited choose a password. */
export function invitationPage({ ticket, email, problem }: Shown & { ticket: string; email: string }): string {
  return form("Choose your password", problem, `
        <input type="hidden" name="ticket" value="${escape(ticket)}">
        <label>E-mail, to log in with
          <input type="email" readonly value="${escape(email)}" autocomplete="username"></label>
        ${newPassword}
        <button class="primary">Log in</button>`);
}

const newPassword = `<label>Password, of ${PASSWORD_MIN_CHARS} characters or more
          <input type="password" name="password" required minlength="${PASSWORD_MIN_CHARS}" maxlength="${PASSWORD_MAX_CHARS}" autocomplete="new-password"></label>`;

function form(title: string, problem: string | undefined, fields: string, below = ""): string {
  return page(`<main class="notice">
      <p class="brand">Parley</p>
      <h1>${title}</h1>
      ${problem === undefined ? "" : `<p role="alert">${escape(problem)}</p>`}
      <form method="post" action="/console/login">${fields}
      </form>
      ${below}
    </main>`);
}
