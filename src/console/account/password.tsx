/** Changes one's own password: the one before, and twice the one to be. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "../../protocol/account";
import { useChange } from "../admin/useChange";
import type { Seat } from "../desk";
import { words } from "../words/pageWords";

const FIELDS = ["before", "password", "again"] as const;
type Field = (typeof FIELDS)[number];
const EMPTY: { [field in Field]: string } = { before: "", password: "", again: "" };
/** By what the collector refused, where to put that right. */
const WRONG: { [error: string]: Field } = { wrong_password: "before", wrong_account: "password" };

export function Password({ seat, email, onDone }: { seat: Seat; email: string; onDone: () => void }) {
  const { account } = words;
  const [typed, setTyped] = useState(EMPTY);
  const [isDifferent, setDifferent] = useState(false);
  const change = useChange(seat.desk);
  const form = useRef<HTMLFormElement>(null);
  const save = async () => {
    change.forget();
    setDifferent(typed.password !== typed.again);
    if (typed.password !== typed.again) return;
    const done = await change.start("POST", "/v1/me/password", { before: typed.before, password: typed.password });
    if (!done) return;
    setTyped(EMPTY);
    onDone();
  };
  const wrong = isDifferent ? "again" : WRONG[change.error];
  useLayoutEffect(() => {
    if (wrong) form.current?.querySelector<HTMLInputElement>(`#${idOf(wrong)}`)?.focus();
  }, [wrong]);
  const failure = isDifferent ? account.different : account.refusals[change.error] ?? change.failure;
  return (
    <form class="admin-form" ref={form} onSubmit={(event) => (event.preventDefault(), void save())}>
      {/* So that whatever keeps passwords knows whose this is. */}
      <input hidden type="email" autoComplete="username" value={email} readOnly />
      {FIELDS.map((field) => (
        <div key={field} class="field">
          <label for={idOf(field)}>{account.fields[field]}</label>
          <input
            id={idOf(field)} type="password" required autoComplete={field === "before" ? "current-password" : "new-password"} value={typed[field]} maxLength={PASSWORD_MAX_CHARS} {...(field === "password" && { minLength: PASSWORD_MIN_CHARS })}
            {...(field === wrong ? { "aria-invalid": true, "aria-describedby": "password-wrong" } : field === "password" && { "aria-describedby": "password-hint" })}
            onInput={({ currentTarget: { value } }) => setTyped({ ...typed, [field]: value })}
          />
          {field === "password" && <span class="hint" id="password-hint">{account.hint(PASSWORD_MIN_CHARS)}</span>}
        </div>
      ))}
      {failure && <p class="failure" role="alert" id="password-wrong">{failure}</p>}
      <p class="buttons"><button class="primary" aria-disabled={change.isSaving || undefined}>{change.isSaving ? words.admin.saving : account.change}</button></p>
    </form>
  );
}

const idOf = (field: Field) => `own-${field}`;
