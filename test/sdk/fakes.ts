/** Stand-ins for what the browser gives the tracker: a disk that may fail, and the little storage that answers at once. */
import { vi } from "vitest";
import { keyOf } from "../../src/sdk/storage/store";
import type { Draft, Profile, Row } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";

/**
 * What becomes of a step: it never begins; what it changed is not committed as the page dies or the disk is full; it is
 * committed, but its page is not there any more to hear of it.
 */
export type Fate = "fine" | "refused" | "silent" | "uncommitted" | "quota" | "unheard";

export interface FakeDisk extends Store {
  fate: Fate;
  profile(): Profile | undefined;
  /** The rows, oldest first. */
  all(): Row[];
  /** What has no number yet. */
  drafts(): Draft[];
  /** Ids of everything that was ever committed. */
  safe: Set<string>;
  /** The disk as one page sees it, until that page dies. */
  connect(page: Page): Store;
}

/** What becomes of a page, until when the disk does not come to what it asks for, and whether it refuses that. */
export interface Page {
  dead?: boolean;
  commits?: boolean;
  stall?: Promise<void>;
  refused?: boolean;
}

const never = () => new Promise<never>(() => {});

/** A disk of one browser, as idb-keyval would be: steps take turns, each is atomic, values are copies. */
export function createFakeDisk(): FakeDisk {
  let profile: Profile | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const drafts = new Map<string, Draft>();
  const rows = new Map<string, Row>();
  const safe = new Set<string>();
  const keyAsText = (row: Row) => keyOf(row).map((part) => String(part).padStart(6, "0")).join();
  const inOrder = <Item>(items: Map<string, Item>) => [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => structuredClone(item));

  const connect = (page: Page): Store => {
    const step = <Made, Answer>(work: () => Made, commit: (made: Made) => Answer): Promise<Answer> => {
      if (page.stall) return page.stall.then(() => step(work, commit));
      if (page.refused) return Promise.reject(new Error("refused"));
      const { fate } = disk;
      const mine = turn.then(async (): Promise<() => Promise<Answer> | Answer> => {
        if (fate === "refused") throw new Error("refused");
        if (fate === "silent" || (page.dead && !page.commits)) return never;
        const made = work();
        await null;
        if (fate === "quota") throw new DOMException("full", "QuotaExceededError");
        if (fate === "uncommitted" || (page.dead && !page.commits)) return never;
        const answer = commit(made);
        await null;
        return fate === "unheard" ? never : () => (page.dead ? never() : answer);
      });
      turn = mine.catch(() => {});
      return mine.then((answer) => answer());
    };
    const write = (made: Draft[]) => {
      for (const draft of made) {
        drafts.set(draft.id, draft);
        safe.add(draft.id);
      }
    };
    return {
      add: (added) => step(() => structuredClone(added), write),
      adopt: (left) => step(() => structuredClone(left).filter(({ id }) => ![...rows.values()].some((row) => row.id === id)), write),
      update: (change, limit) =>
        step(
          () => {
            const next = change(structuredClone(profile), inOrder(drafts));
            // As an aborted transaction does.
            if (!next) throw null;
            return structuredClone(next);
          },
          (next) => {
            profile = next.profile;
            drafts.clear();
            for (const row of next.rows) {
              rows.set(keyAsText(row), row);
              safe.add(row.id);
            }
            return inOrder(rows).slice(0, limit);
          },
        ),
      remove: (sent) => step(() => sent.map(keyAsText), (keys) => keys.forEach((key) => rows.delete(key))),
      clear: () =>
        step(() => {}, () => {
          profile = undefined;
          drafts.clear();
          rows.clear();
        }),
    };
  };
  const disk: FakeDisk = { ...connect({}), fate: "fine", profile: () => profile, all: () => inOrder(rows), drafts: () => inOrder(drafts), safe, connect };
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
