import re,io
def sub(p,a,b,n=1):
    s=open(p).read()
    assert a in s,(p,a)
    s=s.replace(a,b,n); open(p,'w').write(s)
# Who
p='src/console/contact/who.tsx'
sub(p,"""  const busy = errand.isSending;
  const verify""","""  const busy = errand.isSending;
  const isDeciding = seat.me.may.includes("work");
  const verify""")
sub(p,"""      <div class="who-actions">
        {contact && canVerify""","""      {isDeciding && <div class="who-actions">
        {contact && canVerify""")
sub(p,"""{words.contact.findAnother}</button>
      </div>""","""{words.contact.findAnother}</button>
      </div>}""")
sub(p,"""                <span class="who-actions">
                  <button type="button" aria-label={words.contact.itIsWhoHas(other.name, because)} aria-disabled={busy} onClick={() => verify(other.id)}>{words.contact.itIs}</button>
                  <button type="button" aria-label={words.contact.itIsNotWhoHas(other.name, because)} aria-disabled={busy} onClick={() => reject(other.id)}>{words.contact.itIsNot}</button>
                </span>""","""                {isDeciding && (
                  <span class="who-actions">
                    <button type="button" aria-label={words.contact.itIsWhoHas(other.name, because)} aria-disabled={busy} onClick={() => verify(other.id)}>{words.contact.itIs}</button>
                    <button type="button" aria-label={words.contact.itIsNotWhoHas(other.name, because)} aria-disabled={busy} onClick={() => reject(other.id)}>{words.contact.itIsNot}</button>
                  </span>
                )}""")
sub(p,"<Decisions decisions={decisions} now={now} busy={busy} onUndo={takeBack} />","<Decisions decisions={decisions} now={now} busy={busy} onUndo={isDeciding ? takeBack : undefined} />")
sub(p,"onUndo }: { decisions: Decision[]; now: number; busy: boolean; onUndo: (event: string) => void })","onUndo }: DecisionsProps)")
sub(p,"function Decisions(","""interface DecisionsProps {
  decisions: Decision[];
  now: number;
  busy: boolean;
  /** Not for those who only look. */
  onUndo: ((event: string) => void) | undefined;
}

function Decisions(""")
sub(p,"{!decision.undone && (","{!decision.undone && onUndo && (")
# Together
p='src/console/contact/together.tsx'
sub(p,"""  const busy = errand.isSending;
""","""  const busy = errand.isSending;
  const isJoining = seat.me.may.includes("work");
""")
sub(p,"""              <button type="button" class="quiet" aria-disabled={busy} onClick={() => tell("conversation.unlinked\"""","""              {isJoining && <button type="button" class="quiet" aria-disabled={busy} onClick={() => tell("conversation.unlinked\"""")
sub(p,"{words.contact.takeBack}</button>","{words.contact.takeBack}</button>}")
sub(p,"""              <button type="button" aria-disabled={busy} onClick={() => tell("conversation.linked", { with""","""              {isJoining && <button type="button" aria-disabled={busy} onClick={() => tell("conversation.linked", { with""")
sub(p,"{words.contact.together.same}</button>","{words.contact.together.same}</button>}")
sub(p,"{!card.session && (","{!card.session && isJoining && (")
sub(p,"{card.session && !links.length","{(card.session || !isJoining) && !links.length")
# Contact
p='src/console/contact.tsx'
sub(p,"""  const name = nameOf(contact);
  const path""","""  const name = nameOf(contact);
  const { may } = seat.me;
  const path""")
sub(p,"contact.expiresAt !== undefined && (\n          <button","contact.expiresAt !== undefined && may.includes(\"people.write\") && (\n          <button")
sub(p,"""        <a class="button" href={`${path}/export`}""","""        {may.includes("people.export") && <a class="button" href={`${path}/export`}""")
sub(p,"{words.contact.sheet.export}</a>","{words.contact.sheet.export}</a>}")
sub(p,"""        <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>{words.contact.sheet.erase}</button>""","""        {may.includes("people.erase") && <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>{words.contact.sheet.erase}</button>}""")
p='src/console/contacts.tsx'
sub(p,"""          <Importer key="importer" seat={seat} onRead={changed} />""","""          {seat.me.may.includes("imports") && <Importer key="importer" seat={seat} onRead={changed} />}""")
