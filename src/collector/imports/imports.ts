/** Takes files of contacts in, one after the other, and tells how far they are. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Import } from "../../protocol/contact";
import { createId } from "../../protocol/id";
import type { Store } from "../store/store";
import { createEncodingJudge, type Encoding } from "./encoding";
import { runImport, STOPPED } from "./runImport";
import { spool, type Spool } from "./spool";

/** Largest file. */
export const IMPORT_BYTES = 500_000_000;
/** Which rows were bad is known for a day, and no longer than the process lives: it is about people, and the disk has only counts of it. */
const REPORT_MS = 24 * 3_600_000;
/** How often a running import is noted on disk. */
const NOTE_MS = 1_000;

export interface ImportsDependencies {
  store: Pick<Store, "importContacts" | "saveImport" | "import" | "endImports">;
  /** The collector's data folder. */
  folder: string;
  now: () => number;
  /** Hears why one failed, where the file is not to blame. */
  failed: (problem: unknown) => void;
  limitBytes?: number;
}

export interface NewImport {
  site: string;
  region?: string;
  body: AsyncIterable<Buffer>;
}

export interface Imports {
  /** Settles when the whole file has arrived; reading it has only begun then. `too_large` keeps nothing of it. */
  begin(given: NewImport): Promise<{ id: string } | "too_large">;
  find(site: string, id: string): Promise<Import | undefined>;
  /** The bad rows of an import that has ended, while they are kept. */
  report(site: string, id: string): Spool | undefined;
  /** Ends the one that runs after its group, and forgets all files. */
  close(): Promise<void>;
}

/** What was running when the process died will not go on: that is told from now on. */
export async function createImports({ store, folder, now, failed, limitBytes = IMPORT_BYTES }: ImportsDependencies): Promise<Imports> {
  const place = path.join(folder, "imports");
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true, mode: 0o700 });
  await store.endImports(STOPPED);

  const known = new Map<string, { told: Import; report?: Spool | undefined }>();
  const timers = new Set<NodeJS.Timeout>();
  const keyOf = (site: string, id: string) => JSON.stringify([site, id]);
  let turn = Promise.resolve();
  let stopping = false;

  const save = (site: string, told: Import) => store.saveImport(site, { ...told, problems: [] });
  const keep = (key: string, told: Import, report: Spool | undefined) => {
    known.set(key, { told, report });
    const timer = setTimeout(() => {
      timers.delete(timer);
      known.delete(key);
      void report?.remove().catch(failed);
    }, REPORT_MS);
    timers.add(timer.unref());
  };

  const run = async ({ site, region }: NewImport, file: Spool, { encoding, told, toldAt }: { encoding: Encoding; told: Import; toldAt: number }) => {
    const note = setInterval(() => void save(site, told).catch(failed), NOTE_MS);
    const reportFile = path.join(place, `${told.id}.report`);
    const report = await runImport({ site, ...(region && { region }), file, encoding, toldAt, reportFile, store, now, isStopping: () => stopping, told })
      .catch(failed);
    clearInterval(note);
    keep(keyOf(site, told.id), told, report || undefined);
    await file.remove().catch(failed);
    await save(site, told).catch(failed);
  };

  return {
    async begin(given) {
      const id = createId(now());
      const judge = createEncodingJudge();
      let tooLarge = false;
      const look = (bytes: Buffer, total: number) => {
        tooLarge = total > limitBytes;
        if (tooLarge) throw new Error("too large");
        judge.push(bytes);
      };
      const file = await spool(given.body, { file: path.join(place, id), look }).catch((problem: unknown) => {
        if (tooLarge) return undefined;
        throw problem;
      });
      if (!file) return "too_large";

      const toldAt = now();
      const verdict = judge.verdict();
      const told: Import = { id, state: "running", readBytes: 0, totalBytes: file.bytes, created: 0, updated: 0, unchanged: 0, bad: 0, problems: [] };
      if ("refusal" in verdict) {
        await file.remove();
        await save(given.site, { ...told, state: "failed", reason: verdict.refusal });
        return { id };
      }
      if (verdict.note) told.notes = [verdict.note];
      known.set(keyOf(given.site, id), { told });
      await save(given.site, told);
      turn = turn.then(() => run(given, file, { encoding: verdict.encoding, told, toldAt }));
      return { id };
    },
    find: async (site, id) => known.get(keyOf(site, id))?.told ?? store.import(site, id),
    report: (site, id) => known.get(keyOf(site, id))?.report,
    async close() {
      stopping = true;
      await turn;
      for (const timer of timers) clearTimeout(timer);
      rmSync(place, { recursive: true, force: true });
    },
  };
}
