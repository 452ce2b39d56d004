/** Who may log in, as what, and links by which they begin. */
import { useState } from "preact/hooks";
import type { Account, Accounts as AccountList, Invited } from "../../protocol/account";
import { isBound } from "../../protocol/mayHandle";
import { useAnswer, Waiting } from "../answer";
import { Moment } from "../moment";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import { Once } from "./once";
import { OwnQueues } from "./ownQueues";
import { useChange, type Change } from "./useChange";

/** A link that is shown. */
interface Shown {
  name: string;
  link: string;
}

export function Accounts({ seat, told, say }: SectionProps) {
  const { accounts, saved } = words.admin;
  const [turn, setTurn] = useState(0);
  const [invited, setInvited] = useState<Shown>();
  const answer = useAnswer(() => seat.desk.ask<AccountList>("/v1/accounts"), turn);
  const list = answer.body?.accounts;
  const change = useChange(seat.desk);
  const done = () => setTurn((n) => n + 1);
  const alter = async ({ id }: Account, body: object) => {
    const changed = await change.start("PATCH", `/v1/accounts/${encodeURIComponent(id)}`, body);
    // What was refused is shown as it is.
    done();
    return changed !== undefined;
  };
  const setQueues = async (account: Account, queues: string[] | null) => {
    say("");
    if (await alter(account, { queues })) say(saved);
  };
  const show = (name: string, link: string | undefined) => {
    if (link !== undefined) setInvited({ name, link });
  };
  const invite = async ({ id, name }: Account) => show(name, (await change.start<Invited>("POST", `/v1/accounts/${encodeURIComponent(id)}/invite`, {}))?.told.link);
  return (
    <>
      <p class="hint">{accounts.hint}</p>
      <Waiting answer={answer} what={accounts.what} />
      {change.failure && <p class="failure" role="alert">{change.failure}</p>}
      {invited && <Once title={accounts.link(invited.name)} label={accounts.linkLabel} text={invited.link} onDone={() => setInvited(undefined)} />}
      {list?.length === 0 && <p class="empty">{accounts.none}</p>}
      <ul class="things">{list?.map((account) => <One key={account.id} account={account} alter={alter} invite={invite} queues={told.settings.queues.value} isSaving={change.isSaving} setQueues={setQueues} />)}</ul>
      {list && <Add change={change} onDone={(name, link) => (show(name, link), done())} />}
    </>
  );
}

interface OneProps {
  account: Account;
  alter: (account: Account, body: object) => Promise<boolean>;
  invite: (account: Account) => Promise<void>;
  /** Of the site. */
  queues: readonly string[];
  isSaving: boolean;
  setQueues: (account: Account, queues: string[] | null) => Promise<void>;
}

function One({ account, alter, invite, queues, isSaving, setQueues }: OneProps) {
  const { admin } = words;
  const { accounts } = admin;
  const { name, email, role, active, invited, lastLoginAt } = account;
  return (
    <li data-account={email}>
      <strong dir="auto">{name}</strong>
      <dl class="fields">
        <div><dt>{accounts.columns.email}</dt><dd>{email}</dd></div>
        <div><dt>{accounts.columns.last}</dt><dd>{lastLoginAt === undefined ? admin.never : <Moment at={lastLoginAt} />}</dd></div>
      </dl>
      {invited && <p class="hint">{accounts.invited}</p>}
      <div class="line-form">
        <Role label={accounts.roleOf(name)} role={role} onChange={(chosen) => void alter(account, { role: chosen })} />
        <label class="tick"><input type="checkbox" checked={active} aria-label={accounts.activeOf(name)} onChange={({ currentTarget: { checked } }) => void alter(account, { active: checked })} /> {accounts.columns.active}</label>
        <button type="button" aria-label={accounts.inviteOf(name)} onClick={() => void invite(account)}>{accounts.invite}</button>
      </div>
      {isBound(role) && <OwnQueues account={account} queues={queues} isSaving={isSaving} onSave={(chosen) => void setQueues(account, chosen)} />}
    </li>
  );
}

function Role({ label, role, onChange }: { label: string; role: string; onChange: (role: string) => void }) {
  const { roles } = words.admin.accounts;
  return (
    <select aria-label={label} value={role} onChange={({ currentTarget: { value } }) => onChange(value)}>
      {Object.entries(roles).map(([each, name]) => <option key={each} value={each}>{name}</option>)}
    </select>
  );
}

function Add({ change, onDone }: { change: Change; onDone: (name: string, link: string | undefined) => void }) {
  const { accounts } = words.admin;
  const empty = { name: "", email: "", role: "agent" };
  const [typed, setTyped] = useState(empty);
  const add = async () => {
    const made = await change.start<Invited>("POST", "/v1/accounts", typed);
    if (!made) return;
    onDone(typed.name, made.told.link);
    setTyped(empty);
  };
  const shared = (name: "name" | "email") => ({ id: `account-${name}`, required: true, autoComplete: "off", value: typed[name], onInput: ({ currentTarget }: { currentTarget: { value: string } }) => setTyped({ ...typed, [name]: currentTarget.value }) });
  return (
    <form class="admin-part" aria-labelledby="invite" onSubmit={(event) => (event.preventDefault(), void add())}>
      <h4 id="invite">{accounts.addTitle}</h4>
      <div class="line-form">
        <div class="field"><label for="account-name">{accounts.columns.name}</label><input dir="auto" {...shared("name")} /></div>
        <div class="field"><label for="account-email">{accounts.columns.email}</label><input type="email" {...shared("email")} /></div>
        <div class="field"><span>{accounts.columns.role}</span><Role label={accounts.columns.role} role={typed.role} onChange={(role) => setTyped({ ...typed, role })} /></div>
        <button class="primary" aria-disabled={change.isSaving || undefined}>{accounts.add}</button>
      </div>
    </form>
  );
}
