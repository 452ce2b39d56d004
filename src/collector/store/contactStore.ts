/** The contact directory's side of the store: what the interface promises, put together of the parts that keep it. */
import { createDirectory } from "./directory";
import { createDossiers } from "./dossier";
import { createErasing } from "./erasing";
import { createProofKeys } from "./proofKeys";
import { createTidy } from "./retention";
import type { Registry } from "./registry";
import { createSearch } from "./search";
import type { ContactStore } from "./contacts";
import { about, transact } from "./transaction";
import type { Changed } from "./workingStates";

export interface ContactStoreDependencies {
  registry: Registry;
  /** Hears which cards look different, when it is on disk. */
  tell: (changed: Changed[]) => void;
  /** Hears of a visitor who could not be settled. */
  failed: (problem: unknown) => void;
}

export function createContactStore({ registry, tell, failed }: ContactStoreDependencies): ContactStore {
  const { database, vault, contacts, visitors, people } = registry;
  const dossiers = createDossiers(registry);
  const erasing = createErasing(registry);
  const search = createSearch(database, contacts, vault);
  const proofKeys = createProofKeys(database, vault);
  const tidy = createTidy(registry);

  /** One transaction, after which the cards are told of that look different. */
  const commit = <Result>(now: number, change: () => Result): Result => {
    visitors.clear();
    const { result, changed } = transact(database, () => {
      const made = change();
      return { result: made, changed: people.settle(now, failed) };
    });
    tell(changed);
    return result;
  };

  /** What was freed is overwritten in the file; what the log of writes holds of it goes as well. */
  const emptyLogOfWrites = () => database.exec("PRAGMA wal_checkpoint(TRUNCATE)");

  const directory = createDirectory({ registry, commit });
  return {
    contact: async ({ site, id }) => contacts.get(site, id)?.contact,
    contactByExternalId: async (site, externalId) => directory.byExternalId(site, externalId),
    findContacts: async (query) => search(query),
    createContact: async (change) => directory.create(change),
    changeContact: async (change) => directory.change(change),
    mergeContact: async (which) => directory.merge(which),
    unmergeContact: async (which) => directory.unmerge(which),
    async eraseContact(which) {
      const erased = commit(which.now, () => erasing.contact(which));
      if (erased) emptyLogOfWrites();
      return erased;
    },
    exportContact: async (which) => dossiers.export(which),
    identity: async (site, visitor) => dossiers.identity(site, visitor),
    isKnownVisitor: async (site, visitor) => dossiers.isKnown(site, visitor),
    importContacts: async (group) => directory.importGroup(group),
    proofKeys: async (site) => proofKeys.all(site),
    addProofKey: async (site, key) =>
      transact(database, () => {
        about(key.id);
        proofKeys.add(site, key);
      }),
    removeProofKey: async (site, id) => transact(database, () => proofKeys.remove(site, id)),
    async tidy(limits) {
      const isMore = commit(limits.now, () => tidy(limits));
      if (!isMore) emptyLogOfWrites();
      return isMore;
    },
  };
}
