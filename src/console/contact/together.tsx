/** Shows what a conversation was joined with, and lets agents join it: with the visit whose code they hear, or with what else may be the same. */
import { useId, useState } from "preact/hooks";
import type { ConversationCard, Links } from "../../protocol/card";
import { titleOf } from "../look";
import { words } from "../words/words";
import type { WireEvent } from "../../protocol/event";
import { createId } from "../../protocol/id";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { ErrandFailure, useErrand } from "../errand";
import { Moment } from "../moment";

export interface TogetherProps {
  card: ConversationCard;
  /** Changes whenever the collector may know more. */
  n: number;
  seat: Seat;
}

export function Together({ card, n, seat }: TogetherProps) {
  const heading = useId();
  const [code, setCode] = useState("");
  const answer = useAnswer(() => seat.desk.ask<Links>(`/v1/conversations/${encodeURIComponent(card.id)}/links`), n);
  const errand = useErrand(seat, () => {
    setCode("");
    answer.again();
  });
  const tell = (type: "conversation.linked" | "conversation.unlinked", told: { [key: string]: string }) => {
    const at = Date.now();
    const event: WireEvent = { id: createId(at), type, at, data: { conversation: card.id, ...told } };
    errand.start(event);
  };
  const { links = [], proposals = [] } = answer.body ?? {};
  const busy = errand.isSending;
  const isJoining = seat.me.may.includes("work");
  return (
    <section class="who together" role="group" aria-labelledby={heading}>
      <h4 id={heading}>{words.contact.together.title}</h4>
      <Waiting answer={answer} what={words.contact.together.loading} />
      {links.length > 0 && (
        <ul class="who-list">
          {links.map(({ event, at, agent, session, with: other }) => (
            <li key={event}>
              <span>{session ? words.contact.together.withVisit : words.contact.together.withOther(other ?? "")} <span class="hint">{words.contact.together.by(agent ?? "")} <Moment at={at} /></span></span>
              {isJoining && <button type="button" class="quiet" aria-disabled={busy} onClick={() => tell("conversation.unlinked", { event })}>{words.contact.takeBack}</button>}
            </li>
          ))}
        </ul>
      )}
      {proposals.length > 0 && (
        <ul class="who-list">
          {proposals.map(({ conversation, why, card: other }) => (
            <li key={conversation}>
              <span>{words.contact.together.begun(titleOf(other))} <Moment at={other.startedAt} /> <span class="hint">{words.contact.together.why[why]}</span></span>
              {isJoining && <button type="button" aria-disabled={busy} onClick={() => tell("conversation.linked", { with: conversation })}>{words.contact.together.same}</button>}
            </li>
          ))}
        </ul>
      )}
      {!card.session && isJoining && (
        <form
          class="linker"
          onSubmit={(submitted) => {
            submitted.preventDefault();
            tell("conversation.linked", { sessionCode: code });
          }}
        >
          <label class="find">
            <span>{words.contact.together.code}</span>
            <input inputMode="numeric" autoComplete="off" required value={code} onInput={(event) => setCode(event.currentTarget.value)} />
          </label>
          <button type="submit" aria-disabled={busy}>{words.contact.together.join}</button>
        </form>
      )}
      {(card.session || !isJoining) && !links.length && !proposals.length && answer.body && <p class="hint">{words.contact.together.nothing}</p>}
      <ErrandFailure errand={errand} />
    </section>
  );
}
