/** Counts what waits in the browser's outbox, of all tabs. It looks, and makes nothing. */

/** The one record in the outbox that is no event. */
const PROFILE = 1;

const answer = <Result>(request: IDBRequest<Result>) =>
  new Promise<Result>((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/**
 * @param name of the tracker's database
 * @throws where there is none yet, or the browser refuses
 */
export async function countWaiting(name: string): Promise<number> {
  const opening = indexedDB.open(name);
  // The tracker makes it when it has something to keep, as it needs it.
  opening.onupgradeneeded = () => opening.transaction!.abort();
  const database = await answer(opening);
  try {
    return Math.max(0, (await answer(database.transaction("outbox").objectStore("outbox").count())) - PROFILE);
  } finally {
    database.close();
  }
}
