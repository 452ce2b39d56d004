/** An offer as the visitor will see it: what the page's own dialog has, in the order and with the words that it has there. */
import type { OfferAction } from "../../protocol/rules";
import { Drawing } from "../icon";
import { words } from "../words/pageWords";

/** What buttons of the page say where a rule says nothing, whatever the language of the console. */
export const OFFER_WORDS = { accept: "Yes", decline: "No, thanks", close: "Close" } as const;

export function Preview({ action }: { action: OfferAction }) {
  const { title, text } = action;
  const isContent = action.type === "content";
  const accept = isContent ? action.link?.text : action.accept || OFFER_WORDS.accept;
  return (
    <figure class="preview">
      <figcaption>{words.rules.form.preview}</figcaption>
      <div class="offer" dir="auto">
        {title && <p class="offer-title">{title}</p>}
        <p>{text || "…"}</p>
        {/* Pictures of other hosts are not loaded here. */}
        {isContent && action.image?.url && <p class="offer-image"><Drawing name="page" /> {action.image.alt || words.rules.form.noAlt}</p>}
        <p class="offer-buttons">
          {accept && <span class="offer-accept">{accept}</span>}
          <span>{action.decline || (isContent ? OFFER_WORDS.close : OFFER_WORDS.decline)}</span>
        </p>
        <span class="offer-close" aria-hidden="true">×</span>
      </div>
    </figure>
  );
}
