/** What a card shows once an agent has opened it, and what of it moves every second: who it is, what happened, and what belongs together. */
import { Notes } from "./contact/notes";
import { Past } from "./contact/past";
import { Together } from "./contact/together";
import { Who } from "./contact/who";
import type { CardProps } from "./card";
import { Journey } from "./journey/journey";
import { keyOf } from "./store";
import { useNow } from "./ticker";
import { Times } from "./times";

export type OpenedProps = Pick<CardProps, "card" | "n" | "ticker" | "seat">;

export function Opened({ card, n, ticker, seat }: OpenedProps) {
  const now = useNow(ticker);
  const who = (card.kind === "conversation" ? card.who ?? card.visitor : card.visitor) || undefined;
  return (
    <>
      {card.kind === "conversation" && <Times card={card} now={now} />}
      {who && <Who visitor={who} n={n} now={now} seat={seat} />}
      <Notes contact={card.contact} {...(card.kind === "conversation" && { conversation: card.id })} n={n} seat={seat} />
      <Journey card={card} n={n} now={now} desk={seat.desk} />
      {card.kind === "conversation" && <Together card={card} n={n} seat={seat} />}
      {who && <Past of={card.contact ? { contact: card.contact } : { visitor: who }} here={keyOf(card)} n={n} now={now} desk={seat.desk} />}
    </>
  );
}
