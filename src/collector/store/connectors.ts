/** Keeps the connectors that sites have set up: what they are of in the clear, secrets and names sealed. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Vault, Wrapped } from "../vault/vault";
import { about, transact } from "./transaction";

/** A contact centre's way in to one site. */
export interface StoredConnector {
  /** Random: it is in the address that the vendor is given. */
  id: string;
  site: string;
  vendor: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** What the vendor proves itself by; none is known yet where the vendor only makes it once it has the address. */
  secret?: string;
  /** What queues, agents and wrap-up codes are called, by the vendor's ids. */
  names: { [id: string]: string };
}

export interface ConnectorStore {
  /** Oldest first. */
  connectors(site: string): Promise<StoredConnector[]>;
  connector(id: string): Promise<StoredConnector | undefined>;
  /** Adds it, or puts it in the place of the one with its id. */
  saveConnector(connector: StoredConnector): Promise<void>;
  /** `false` when the site had none of that id. */
  removeConnector(site: string, id: string): Promise<boolean>;
}

type Row = Omit<StoredConnector, "secret" | "names"> & Wrapped & { settings: Uint8Array };
type Settings = Pick<StoredConnector, "secret" | "names">;

const SETTINGS = "settings";
const COLUMNS = "id, site, vendor, created_at AS createdAt, kek, key, settings";

/** Whose key it is that seals a connector's settings. */
export const connectorSubject = (site: string, id: string) => JSON.stringify(["connector", site, id]);

/** The connectors in the database, sealed and opened. */
export interface ConnectorRows {
  all(site: string): StoredConnector[];
  one(id: string): StoredConnector | undefined;
  save(connector: StoredConnector): void;
  remove(site: string, id: string): boolean;
}

export function createConnectorRows(database: DatabaseSyncInstance, vault: Vault): ConnectorRows {
  const all = database.prepare(`SELECT ${COLUMNS} FROM connectors WHERE site = ? ORDER BY created_at, id`);
  const one = database.prepare(`SELECT ${COLUMNS} FROM connectors WHERE id = ?`);
  const save = database.prepare("INSERT OR REPLACE INTO connectors (id, site, vendor, created_at, kek, key, settings) VALUES (?, ?, ?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM connectors WHERE site = ? AND id = ?");

  const open = ({ kek, key, settings, ...known }: Row): StoredConnector => {
    const opened = JSON.parse(vault.open(connectorSubject(known.site, known.id), { kek, key }).unseal(SETTINGS, settings)) as Settings;
    return { ...known, ...opened };
  };

  return {
    all: (site) => (all.all(site) as unknown as Row[]).map(open),
    one(id) {
      const row = one.get(id) as unknown as Row | undefined;
      return row && open(row);
    },
    save({ id, site, vendor, createdAt, ...settings }) {
      const safe = vault.create(connectorSubject(site, id));
      save.run(id, site, vendor, createdAt, safe.wrapped.kek, safe.wrapped.key, safe.seal(SETTINGS, JSON.stringify(settings)));
    },
    remove: (site, id) => remove.run(site, id).changes !== 0,
  };
}

export function createConnectors(database: DatabaseSyncInstance, rows: ConnectorRows): ConnectorStore {
  return {
    connectors: async (site) => rows.all(site),
    connector: async (id) => rows.one(id),
    saveConnector: async (connector) =>
      transact(database, () => {
        about(connector.id);
        rows.save(connector);
      }),
    removeConnector: async (site, id) => transact(database, () => rows.remove(site, id)),
  };
}
