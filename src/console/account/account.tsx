/** The page of one's own account: who one is here, the password, and where else one is logged in. */
import { useEffect, useState } from "preact/hooks";
import type { OwnAccount } from "../../protocol/account";
import { useChange } from "../admin/useChange";
import { useAnswer, Waiting } from "../answer";
import { Bar } from "../bar";
import type { Seat } from "../desk";
import { words } from "../words/pageWords";
import { Password } from "./password";

export function OwnPage({ seat }: { seat: Seat }) {
  const { account } = words;
  const [turn, setTurn] = useState(0);
  const [news, setNews] = useState("");
  const answer = useAnswer(() => seat.desk.ask<OwnAccount>("/v1/me/account"), turn);
  const own = answer.body;
  const done = (said: string) => {
    setNews(said);
    setTurn((n) => n + 1);
  };
  useEffect(() => void (document.title = words.common.title(account.title)));
  return (
    <>
      <Bar seat={seat} here="/console/account" />
      <main class="admin">
        <div class="admin-head">
          <h2 class="page-title">{account.title}</h2>
          <p role="status" class="news">{news}</p>
        </div>
        <Waiting answer={answer} what={account.what} />
        {own && (
          <section class="admin-section">
            <dl class="facts own">
              <div><dt>{account.name}</dt><dd dir="auto">{own.name}</dd></div>
              <div><dt>{account.email}</dt><dd>{own.email}</dd></div>
              {own.queues && <div><dt>{account.queues}</dt><dd>{own.queues.map((queue, i) => <>{i > 0 && ", "}<bdi>{queue}</bdi></>)}</dd></div>}
              <div><dt>{account.role}</dt><dd>{words.admin.accounts.roles[own.role] ?? own.role}</dd></div>
            </dl>
            <p class="hint">{account.byAdmin}</p>
            <section class="admin-part" aria-labelledby="password">
              <h3 id="password">{account.password}</h3>
              {own.hasPassword ? <Password seat={seat} email={own.email} onDone={() => done(account.changed)} /> : <p>{account.noPassword}</p>}
              {own.hasPassword && own.byProvider && <p class="hint">{account.both}</p>}
            </section>
            <Elsewhere seat={seat} count={own.otherLogins} onDone={() => done(account.ended)} />
          </section>
        )}
      </main>
    </>
  );
}

function Elsewhere({ seat, count, onDone }: { seat: Seat; count: number; onDone: () => void }) {
  const { account } = words;
  const change = useChange(seat.desk);
  const end = async () => void ((await change.start("DELETE", "/v1/me/logins")) && onDone());
  return (
    <section class="admin-part" aria-labelledby="elsewhere">
      <h3 id="elsewhere">{account.elsewhere}</h3>
      <p>{count > 0 ? account.others(count) : account.noOthers}</p>
      {change.failure && <p class="failure" role="alert">{change.failure}</p>}
      {/* It stays, so that the focus does. */}
      <p class="buttons"><button type="button" aria-disabled={count === 0 || change.isSaving || undefined} onClick={() => count > 0 && void end()}>{account.endOthers}</button></p>
    </section>
  );
}
