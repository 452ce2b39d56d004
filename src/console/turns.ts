/**
 * Lets one of all tabs of a browser that show the same site listen for those that nobody sees: the one that was shown last. The
 * others rest, as a browser has six connections to a collector and no more.
 */

const NAME = "parley.console";
/** Whoever goes from tab to tab and back waits for nothing. */
const REST_MS = 3_000;

/** As much as is used of what browsers give secure pages only. */
export type Locks = Pick<LockManager, "request">;

export interface TurnsOptions {
  /** Public key of the site that the tab shows: another site's tabs take turns of their own. */
  site: string;
  /** Is it this tab's turn? Where a browser has no locks, it is each one's, always. */
  onTurn: (isMine: boolean) => void;
  /** Has this tab nothing to listen for, as nobody sees it and another listens? */
  onRest: (isResting: boolean) => void;
  page?: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
  locks?: Locks;
}

/** @returns gives the turn up for good */
export function takeTurns({ site, onTurn, onRest, page = document, locks = navigator.locks as Locks | undefined }: TurnsOptions): () => void {
  let leave = new AbortController();
  let isMine = false;
  let isOver = false;
  let isResting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (!locks) {
    onTurn(true);
    return () => {};
  }

  const rest = (next: boolean) => {
    if (next === isResting) return;
    isResting = next;
    onRest(next);
  };
  const look = (restMs = REST_MS) => {
    clearTimeout(timer);
    if (isMine || page.visibilityState === "visible") rest(false);
    else timer = setTimeout(() => rest(true), restMs);
  };
  const turn = (next: boolean) => {
    isMine = next;
    onTurn(next);
    look();
  };

  const hold = ({ signal }: AbortController) =>
    new Promise<void>((release) => {
      if (signal.aborted) return release();
      signal.addEventListener("abort", () => release());
      turn(true);
    });
  /** @param how behind the others, or before them all */
  const ask = (how: "wait" | "steal") => {
    const mine = (leave = new AbortController());
    locks.request(`${NAME}.${site}`, how === "steal" ? { steal: true } : { signal: mine.signal }, () => hold(mine)).catch(() => {}).then(() => {
      // Another tab is shown now, and has taken it.
      if (isOver || leave !== mine) return;
      turn(false);
      ask("wait");
    });
  };
  const shown = () => {
    look();
    if (page.visibilityState !== "visible" || isMine) return;
    leave.abort();
    ask("steal");
  };

  page.addEventListener("visibilitychange", shown);
  // Of many that a browser opens again at once, none holds up the others.
  look(0);
  ask(page.visibilityState === "visible" ? "steal" : "wait");
  return () => {
    isOver = true;
    clearTimeout(timer);
    page.removeEventListener("visibilitychange", shown);
    leave.abort();
  };
}
