/** Shows who a visitor is and how that is known, and lets agents decide: verify, reject, choose, take back. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Claim, Decision, Identity } from "../../protocol/contact";
import { useAnswer, Waiting } from "../answer";
import type { Seat } from "../desk";
import { ErrandFailure, useErrand, type Errand } from "../errand";
import { choices, claimSource, decided, details, howKnown, identityEvent, temporary } from "./identity";
import { Level } from "../level";
import { words } from "../words/words";
import { Linker } from "./linker";
import { Merging } from "./merging";

export interface WhoProps {
  visitor: string;
  /** Changes whenever the collector may know more. */
  n: number;
  /** The collector's clock. */
  now: number;
  seat: Seat;
}

export function Who({ visitor, n, now, seat }: WhoProps) {
  const heading = useId();
  const answer = useAnswer(() => seat.desk.ask<Identity>(`/v1/identity?visitor=${encodeURIComponent(visitor)}`), n);
  const acted = useRef(false);
  const title = useRef<HTMLHeadingElement>(null);
  const errand = useErrand(seat, () => {
    acted.current = true;
    answer.again();
  });
  useLayoutEffect(() => {
    // What was decided takes the button away that decided it; whoever works by keyboard goes on from here.
    if (acted.current && document.activeElement === document.body) title.current?.focus();
    acted.current = false;
  }, [answer.body]);
  const { contact, level } = answer.body ?? {};
  return (
    <section class="who" role="group" aria-labelledby={heading}>
      <h4 id={heading} ref={title} tabIndex={-1}>{words.contact.title}</h4>
      <p role="status" class="spoken">{contact ? words.contact.spoken(contact.name, words.card.levels[level ?? "claimed"].toLowerCase()) : ""}</p>
      <Waiting answer={answer} what={words.contact.loading} />
      {answer.body && <Known identity={answer.body} now={now} seat={seat} errand={errand} />}
      {contact && contact.expiresAt === undefined && <Merging contact={contact} merged={answer.body?.merged ?? []} seat={seat} onChange={answer.again} />}
      <ErrandFailure errand={errand} />
    </section>
  );
}

interface KnownProps {
  identity: Identity;
  now: number;
  seat: Seat;
  errand: Errand;
}

function Known({ identity, now, seat, errand }: KnownProps) {
  const { visitor, level, why, claims, decisions } = identity;
  const [linking, setLinking] = useState(false);
  const { contact, canVerify, canReject, undo, others } = choices(identity);
  const busy = errand.isSending;
  const isDeciding = seat.me.may.includes("work");
  const verify = (id: string) => errand.start(identityEvent(visitor, { verified: id }));
  const reject = (id: string) => errand.start(identityEvent(visitor, { rejected: id }));
  const takeBack = (event: string) => errand.start(identityEvent(visitor, { undone: event }));
  return (
    <>
      {contact ? (
        <div class="who-contact">
          <p>
            <a href={seat.desk.at(`/console/contacts#${encodeURIComponent(contact.id)}`)}>{contact.name}</a> {level && <Level level={level} />}
          </p>
          {details(contact) && <p class="hint">{details(contact)}</p>}
          {why && <p class="who-why">{howKnown(why, now)}</p>}
          {contact.expiresAt !== undefined && <p class="hint">{temporary(contact.expiresAt)} {words.contact.toKeep}</p>}
        </div>
      ) : (
        <p class="hint">{claims.length ? words.contact.noContact : words.contact.nothingSaid}</p>
      )}
      {isDeciding && (
        <div class="who-actions">
          {contact && canVerify && <button type="button" key="verify" class="primary" aria-disabled={busy} onClick={() => verify(contact.id)}>{contact.expiresAt === undefined ? words.contact.verify : words.contact.verifyAndKeep}</button>}
          {contact && canReject && <button type="button" key="reject" aria-disabled={busy} onClick={() => reject(contact.id)}>{words.contact.notThis}</button>}
          {undo !== undefined && <button type="button" key="undo" aria-disabled={busy} onClick={() => takeBack(undo)}>{words.contact.undo}</button>}
          <button type="button" key="link" class="quiet" aria-expanded={linking} onClick={() => setLinking(!linking)}>{contact ? words.contact.findAnother : words.contact.findOne}</button>
        </div>
      )}
      {linking && <Linker seat={seat} busy={busy} onChoose={({ id }) => { verify(id); setLinking(false); }} />}
      {others.length > 0 && (
        <>
          <h5>{words.contact.couldBe}</h5>
          <ul class="who-list">
            {others.map(({ contact: other, because }) => (
              <li key={other.id}>
                <span>{other.name} <span class="hint">{[details(other), words.contact.has(because)].filter(Boolean).join("; ")}</span></span>
                {isDeciding && (
                  <span class="who-actions">
                    <button type="button" aria-label={words.contact.itIsWhoHas(other.name, because)} aria-disabled={busy} onClick={() => verify(other.id)}>{words.contact.itIs}</button>
                    <button type="button" aria-label={words.contact.itIsNotWhoHas(other.name, because)} aria-disabled={busy} onClick={() => reject(other.id)}>{words.contact.itIsNot}</button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {claims.length > 0 && <Claims claims={claims} now={now} />}
      {decisions.length > 0 && <Decisions decisions={decisions} now={now} busy={busy} onUndo={isDeciding ? takeBack : undefined} />}
    </>
  );
}

function Claims({ claims, now }: { claims: Claim[]; now: number }) {
  return (
    <>
      <h5>{words.contact.gave}</h5>
      <ul class="who-list">
        {claims.map((claim) => (
          <li key={`${claim.event} ${claim.kind}`}>
            <span><span class="who-kind">{words.contact.keys[claim.kind]}</span> {claim.value} {!claim.valid && <strong class="invalid">{words.contact.invalid}</strong>}</span>
            <span class="hint">{claimSource(claim, now)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface DecisionsProps {
  decisions: Decision[];
  now: number;
  busy: boolean;
  /** Not for those who only look. */
  onUndo: ((event: string) => void) | undefined;
}

function Decisions({ decisions, now, busy, onUndo }: DecisionsProps) {
  return (
    <>
      <h5>{words.contact.decisions}</h5>
      <ul class="who-list">
        {decisions.map((decision) => (
          <li key={decision.event}>
            {decision.undone ? <span><del>{decided(decision, now)}</del> <span class="hint">{words.contact.takenBack}</span></span> : <span>{decided(decision, now)}</span>}
            {!decision.undone && onUndo && (
              <button type="button" class="quiet" aria-label={words.contact.takeBackWhat(decided(decision, now))} aria-disabled={busy} onClick={() => onUndo(decision.event)}>{words.contact.takeBack}</button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
