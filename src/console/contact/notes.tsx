/** What agents wrote down of a person or of a conversation, newest first, and a field for more. */
import { useId, useRef, useState } from "preact/hooks";
import { NOTE_CHARS, type Note, type Notes as NotesData } from "../../protocol/note";
import { useAnswer, Waiting } from "../answer";
import type { Desk, Reply, Seat } from "../desk";
import { ErrandFailure, useErrand } from "../errand";
import { Moment } from "../moment";
import { words } from "../words/words";
import { noteEvent } from "./noteEvent";

export interface NotesProps {
  /** Of whom, of which conversation, or of both. */
  contact: string | undefined;
  conversation?: string;
  /** Changes whenever the collector may know more. */
  n: number;
  seat: Seat;
}

export function Notes({ contact, conversation, n, seat }: NotesProps) {
  const heading = useId();
  const answer = useAnswer(() => load(seat.desk, contact, conversation), `${n} ${contact}`);
  const { notes } = words.contact;
  const { may } = seat.me;
  const targets: Target[] = [
    ...(conversation && may.includes("work") ? [{ conversation }] : []),
    ...(contact && may.includes("people.write") && may.includes("work") ? [{ contact }] : []),
  ];
  if ((!contact && !conversation) || !may.includes("people.unmask")) return null;
  return (
    <section class="who notes" role="group" aria-labelledby={heading}>
      <h4 id={heading}>{notes.title}</h4>
      <Waiting answer={answer} what={notes.loading} />
      {answer.body && <List answer={answer.body} here={conversation} />}
      {targets.length > 0 && <Add targets={targets} seat={seat} onDone={answer.again} />}
    </section>
  );
}

function List({ answer, here }: { answer: NotesData; here: string | undefined }) {
  const { notes } = words.contact;
  if (!answer.notes.length) return <p class="hint">{notes.none}</p>;
  return (
    <>
      <ol class="note-list">
        {answer.notes.map((note) => (
          <li key={note.event} class="note">
            <p class="note-text"><bdi>{note.text}</bdi></p>
            <p class="hint"><strong>{note.agent ?? notes.unknownAgent}</strong>, <Moment at={note.at} />{here !== undefined && `, ${notes.about[note.about]}`}</p>
          </li>
        ))}
      </ol>
      {answer.more && <p class="hint">{notes.more}</p>}
    </>
  );
}

/** Of what a note may be. */
type Target = { conversation: string } | { contact: string };

/** One field for both: whoever writes decides at the end of what it is. */
function Add({ targets, seat, onDone }: { targets: Target[]; seat: Seat; onDone: () => void }) {
  const [text, setText] = useState("");
  const sent = useRef("");
  const errand = useErrand(seat, () => {
    // Whoever wrote on meanwhile has begun the next one.
    setText((now) => (now.startsWith(sent.current) ? now.slice(sent.current.length).trimStart() : now));
    onDone();
  });
  const { notes } = words.contact;
  const nameOf = (target: Target) => ("contact" in target ? notes.ofContact : notes.ofConversation);
  const send = (target: Target) => {
    if (!text.trim() || errand.isSending) return;
    sent.current = text;
    errand.start(noteEvent({ ...target, text: text.trim() }));
  };
  return (
    <form
      class="note-form"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        send(targets[0]!);
      }}
    >
      <label class="find">
        <span>{notes.write}</span>
        <textarea rows={2} required maxLength={NOTE_CHARS} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      </label>
      <span class="who-actions">
        {targets.map((target, i) => (
          <button key={nameOf(target)} type={i ? "button" : "submit"} aria-disabled={errand.isSending} {...(i && { onClick: () => send(target) })}>{nameOf(target)}</button>
        ))}
      </span>
      <ErrandFailure errand={errand} />
    </form>
  );
}

/** Notes of both, each once, newest first. */
export async function load(desk: Pick<Desk, "ask">, contact: string | undefined, conversation: string | undefined): Promise<Reply<NotesData>> {
  const queries = [...(contact ? [`contact=${encodeURIComponent(contact)}`] : []), ...(conversation ? [`conversation=${encodeURIComponent(conversation)}`] : [])];
  const replies = await Promise.all(queries.map((query) => desk.ask<NotesData>(`/v1/notes?${query}`)));
  const notes = new Map<string, Note>();
  let more = false;
  for (const reply of replies) {
    if (!reply.ok) return reply;
    more ||= reply.body.more;
    for (const note of reply.body.notes) notes.set(note.event, note);
  }
  return { ok: true, body: { notes: [...notes.values()].sort((a, b) => b.at - a.at || (a.event < b.event ? 1 : -1)), more } };
}
