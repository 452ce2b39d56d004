/** Stand-ins for what the browser gives the tracker: a disk that may fail, and the little storage that answers at once. */
import { vi } from "vitest";
import type { Profile, Row } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";

/**
 * What becomes of a step: it never begins; what it changed is not committed as the page dies or the disk is full; it is
 * committed, but its page is not there any more to hear of it.
 */
export type Fate = "fine" | "refused" | "silent" | "uncommitted" | "quota" | "unheard";

export interface FakeDisk extends Store {
  fate: Fate;
  profile(): Profile | undefined;
  all(): Row[];
  /** The disk as one page sees it, until that page dies. */
  connect(page: { dead?: boolean; commits?: boolean }): Store;
}

const never = () => new Promise<never>(() => {});

/** A disk of one browser, as idb-keyval would be: steps take turns, each is atomic, values are copies. */
export function createFakeDisk(): FakeDisk {
  let profile: Profile | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const rows = new Map<string, Row>();
  const keyOf = ({ session, seq, id }: Row) => [session, String(seq).padStart(6, "0"), id].join();
  const all = () => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => structuredClone(row));
  const isFull = (known?: Profile) => !!known && known.grown > 2_000_000;

  const connect = (page: { dead?: boolean; commits?: boolean }): Store => {
    const step = <T>(work: () => T, commit: (made: T) => void): Promise<T> => {
      const { fate } = disk;
      const mine = turn.then(async (): Promise<() => Promise<T> | T> => {
        if (fate === "refused") throw new Error("refused");
        if (fate === "silent" || page.dead) return never;
        const made = work();
        await null;
        if (fate === "quota") throw new DOMException("full", "QuotaExceededError");
        if (fate === "uncommitted" || (page.dead && !page.commits)) return never;
        commit(made);
        await null;
        return fate === "unheard" ? never : () => (page.dead ? never() : made);
      });
      turn = mine.catch(() => {});
      return mine.then((answer) => answer());
    };
    return {
      update: (change) =>
        step(
          () => {
            const next = change(structuredClone(profile), isFull(profile) ? all() : undefined);
            // As an aborted transaction does.
            if (!next) throw null;
            return structuredClone(next);
          },
          (next) => {
            profile = next.profile;
            for (const row of next.rows) rows.set(keyOf(row), row);
            for (const row of next.gone) rows.delete(keyOf(row));
          },
        ) as Promise<unknown> as Promise<void>,
      rows: (limit) => step(() => all().slice(0, limit), () => {}),
      remove: (sent) => step(() => sent.map(keyOf), (keys) => keys.forEach((key) => rows.delete(key))),
      clear: () =>
        step(() => {}, () => {
          profile = undefined;
          rows.clear();
        }),
    };
  };
  const disk: FakeDisk = { ...connect({}), fate: "fine", profile: () => profile, all, connect };
  return disk;
}

/** The storage that all tabs share and that answers at once; `full` makes it refuse, `writes` counts. */
export function stubLocalStorage() {
  const kept: { [key: string]: string } = {};
  const control = { kept, full: false, writes: 0 };
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem(key: string, value: string) {
      control.writes++;
      if (control.full) throw new DOMException("full", "QuotaExceededError");
      kept[key] = value;
    },
    removeItem: (key: string) => void delete kept[key],
  };
  // As the real one: its keys are its own, its methods are not.
  vi.stubGlobal("localStorage", new Proxy(methods, { ownKeys: () => Object.keys(kept), getOwnPropertyDescriptor: (_, key) => Object.getOwnPropertyDescriptor(kept, key) }));
  return control;
}

let number = 0;
/** Ids that count up, so that they sort as real ones do. */
export const nextId = () => `id-${String(++number).padStart(6, "0")}`;
