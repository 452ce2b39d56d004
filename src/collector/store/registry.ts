/** The parts that know who people are, put together once: the log and the directory write through the same ones. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Vault } from "../vault/vault";
import { createAliases, type Aliases } from "./aliases";
import { createContactRows, type ContactRows } from "./contactRows";
import { createEventRows, type EventRows } from "./eventRows";
import { createPeople, type People } from "./people";
import { createTombstones, type Tombstones } from "./tombstones";
import { createVisitorRows, type VisitorRows } from "./visitorRows";

export interface Registry {
  database: DatabaseSyncInstance;
  vault: Vault;
  contacts: ContactRows;
  visitors: VisitorRows;
  events: EventRows;
  tombstones: Tombstones;
  people: People;
  aliases: Aliases;
}

export function createRegistry(database: DatabaseSyncInstance, vault: Vault): Registry {
  const contacts = createContactRows(database, vault);
  const visitors = createVisitorRows(database, vault);
  const events = createEventRows(database, visitors);
  const people = createPeople({ database, visitors, contacts, events });
  return { database, vault, contacts, visitors, events, people, tombstones: createTombstones(database, vault), aliases: createAliases(database) };
}
