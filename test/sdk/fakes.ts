/** Stand-ins for what the browser gives the tracker: a disk that may fail, and a page. */
import type { Profile, Row } from "../../src/sdk/session/profile";
import type { Store } from "../../src/sdk/storage/store";

/** A disk of one browser, as idb-keyval would be: every step is atomic, values are copies. */
export function createFakeDisk(): Store & { profile(): Profile | undefined; fail: boolean } {
  let profile: Profile | undefined;
  const rows = new Map<string, Row>();
  const disk = {
    fail: false,
    profile: () => profile,
    async update(change: Parameters<Store["update"]>[0]) {
      if (disk.fail) throw new Error("refused");
      const next = change(structuredClone(profile));
      profile = structuredClone(next.profile);
      for (const row of next.rows) rows.set(row.id, structuredClone(row));
    },
    async rows(limit: number) {
      if (disk.fail) throw new Error("refused");
      return [...rows.values()].sort((a, b) => (a.session < b.session ? -1 : a.session > b.session ? 1 : a.seq - b.seq)).slice(0, limit);
    },
    async remove(sent: Row[]) {
      if (disk.fail) throw new Error("refused");
      for (const { id } of sent) rows.delete(id);
    },
    async clear() {
      profile = undefined;
      rows.clear();
    },
  };
  return disk;
}

let number = 0;
/** Ids that count up, so that they sort as real ones do. */
export const nextId = () => `id-${String(++number).padStart(6, "0")}`;
