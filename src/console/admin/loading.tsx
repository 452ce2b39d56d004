/** What stands there while there is nothing to show, or nothing came. */
import type { Answer } from "../answer";
import { words } from "../words/words";

export function Loading({ answer, what }: { answer: Answer<unknown>; what: string }) {
  const { admin } = words;
  if (answer.failure) {
    return (
      <p class="failure" role="alert">
        {admin.notLoaded(what, answer.failure)} <button type="button" class="quiet" onClick={answer.again}>{admin.tryAgain}</button>
      </p>
    );
  }
  return answer.body === undefined ? <p class="hint">{admin.loading}</p> : null;
}
