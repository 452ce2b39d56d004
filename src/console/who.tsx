/** Shows who a visitor is and how that is known, and lets agents decide: verify, reject, choose, take back. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Claim, Decision, Identity } from "../protocol/contact";
import { useAnswer, Waiting } from "./answer";
import type { Seat } from "./desk";
import { ErrandFailure, useErrand, type Errand } from "./errand";
import { choices, claimSource, decided, details, howKnown, identityEvent, KINDS, temporary } from "./identity";
import { Level } from "./level";
import { Linker } from "./linker";

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
    <section class="who" aria-labelledby={heading}>
      <h4 id={heading} ref={title} tabIndex={-1}>Who is it</h4>
      <p role="status" class="spoken">{contact ? `${contact.name}, ${level}` : ""}</p>
      <Waiting answer={answer} what="Who it is" />
      {answer.body && <Known identity={answer.body} now={now} seat={seat} errand={errand} />}
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
  const verify = (id: string) => errand.start(identityEvent(visitor, { verified: id }));
  const reject = (id: string) => errand.start(identityEvent(visitor, { rejected: id }));
  const takeBack = (event: string) => errand.start(identityEvent(visitor, { undone: event }));
  return (
    <>
      {contact ? (
        <div class="who-contact">
          <p>
            <a href={`/console/contacts#${encodeURIComponent(contact.id)}`}>{contact.name}</a> {level && <Level level={level} />}
          </p>
          {details(contact) && <p class="hint">{details(contact)}</p>}
          {why && <p class="who-why">{howKnown(why, now)}</p>}
          {contact.expiresAt !== undefined && <p class="hint">{temporary(contact.expiresAt)} To verify it is to keep it.</p>}
        </div>
      ) : (
        <p class="hint">{claims.length ? "No contact has what this visitor gave." : "This visitor has not said who they are."}</p>
      )}
      <div class="who-actions">
        {contact && canVerify && <button type="button" key="verify" class="primary" aria-disabled={busy} onClick={() => verify(contact.id)}>{contact.expiresAt === undefined ? "Verify" : "Verify and keep"}</button>}
        {contact && canReject && <button type="button" key="reject" aria-disabled={busy} onClick={() => reject(contact.id)}>Not this person</button>}
        {undo !== undefined && <button type="button" key="undo" aria-disabled={busy} onClick={() => takeBack(undo)}>Undo</button>}
        <button type="button" key="link" class="quiet" aria-expanded={linking} onClick={() => setLinking(!linking)}>Find another contact</button>
      </div>
      {linking && <Linker seat={seat} busy={busy} onChoose={(id) => { verify(id); setLinking(false); }} />}
      {others.length > 0 && (
        <>
          <h5>It could also be</h5>
          <ul class="who-list">
            {others.map(({ contact: other, because }) => (
              <li key={other.id}>
                <span>{other.name} <span class="hint">{[details(other), `has ${because}`].filter(Boolean).join("; ")}</span></span>
                <span class="who-actions">
                  <button type="button" aria-label={`It is ${other.name}, who has ${because}`} aria-disabled={busy} onClick={() => verify(other.id)}>It is</button>
                  <button type="button" aria-label={`It is not ${other.name}, who has ${because}`} aria-disabled={busy} onClick={() => reject(other.id)}>It is not</button>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {claims.length > 0 && <Claims claims={claims} now={now} />}
      {decisions.length > 0 && <Decisions decisions={decisions} now={now} busy={busy} onUndo={takeBack} />}
    </>
  );
}

function Claims({ claims, now }: { claims: Claim[]; now: number }) {
  return (
    <>
      <h5>What the visitor gave</h5>
      <ul class="who-list">
        {claims.map((claim) => (
          <li key={`${claim.event} ${claim.kind}`}>
            <span><span class="who-kind">{KINDS[claim.kind]}</span> {claim.value} {!claim.valid && <strong class="invalid">not valid</strong>}</span>
            <span class="hint">{claimSource(claim, now)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Decisions({ decisions, now, busy, onUndo }: { decisions: Decision[]; now: number; busy: boolean; onUndo: (event: string) => void }) {
  return (
    <>
      <h5>What was decided</h5>
      <ul class="who-list">
        {decisions.map((decision) => (
          <li key={decision.event}>
            {decision.undone ? <span><del>{decided(decision, now)}</del> <span class="hint">taken back</span></span> : <span>{decided(decision, now)}</span>}
            {!decision.undone && (
              <button type="button" class="quiet" aria-label={`Take back: ${decided(decision, now)}`} aria-disabled={busy} onClick={() => onUndo(decision.event)}>Take back</button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
