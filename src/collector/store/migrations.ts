/** The tables, as a list of steps from an empty file to now. A step that was released never changes; new ones follow. */
import { FIRST_MIGRATIONS } from "./firstMigrations";

export const MIGRATIONS = [
  ...FIRST_MIGRATIONS,
  `
  CREATE TABLE vault (name TEXT PRIMARY KEY, kek TEXT NOT NULL, key BLOB NOT NULL) STRICT;

  ALTER TABLE contacts RENAME TO clear_contacts;
  CREATE TABLE contacts (
    n INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (id), id TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    expires_at INTEGER, merged_into TEXT, visitor TEXT, kek TEXT NOT NULL, key BLOB NOT NULL, fields BLOB NOT NULL,
    UNIQUE (site, id)
  ) STRICT;
  CREATE INDEX contacts_expiring ON contacts (expires_at) WHERE expires_at IS NOT NULL;
  CREATE INDEX contacts_merged ON contacts (site, merged_into) WHERE merged_into IS NOT NULL;
  CREATE TABLE contact_keys (hash BLOB NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (hash, contact)) STRICT, WITHOUT ROWID;

  CREATE TABLE visitors (
    n INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (id), id TEXT NOT NULL, level TEXT, contact TEXT, temporary TEXT, name BLOB, past BLOB,
    kek TEXT NOT NULL, key BLOB NOT NULL, state BLOB,
    UNIQUE (site, id)
  ) STRICT;
  CREATE INDEX visitors_by_contact ON visitors (site, contact) WHERE contact IS NOT NULL;
  CREATE TABLE visitor_keys (visitor INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (visitor, hash)) STRICT, WITHOUT ROWID;
  CREATE INDEX visitor_keys_by_hash ON visitor_keys (hash);

  CREATE TABLE tombstones (hash BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE proof_keys (
    site TEXT NOT NULL REFERENCES sites (id), id TEXT NOT NULL, algorithm TEXT NOT NULL, created_at INTEGER NOT NULL,
    kek TEXT NOT NULL, key BLOB NOT NULL, secret BLOB NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT;
  CREATE TABLE proofs (hash BLOB PRIMARY KEY, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE consents (
    n INTEGER PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), visitor TEXT NOT NULL, at INTEGER NOT NULL, consent TEXT NOT NULL
  ) STRICT;
  CREATE INDEX consents_by_visitor ON consents (site, visitor, n);
  CREATE TABLE retention (task TEXT PRIMARY KEY, n INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;

  CREATE INDEX identity_events ON events (site, visitor, at) WHERE type GLOB 'identity.*';
  `,
  // How far imports of contacts are: counts, no contacts.
  `
  CREATE TABLE imports (
    site TEXT NOT NULL, id TEXT NOT NULL, running INTEGER NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT, WITHOUT ROWID;
  `,
  // Visitors under whom the directory has changed, and who have yet to be looked at.
  `
  CREATE TABLE unsettled (visitor INTEGER PRIMARY KEY) STRICT;
  `,
  // Visitors who are others. Of each the newest row counts; the older ones tell whose its sessions were.
  `
  CREATE TABLE aliases (
    n INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (id), visitor TEXT NOT NULL, stands_for TEXT NOT NULL, at INTEGER NOT NULL,
    UNIQUE (site, visitor, stands_for)
  ) STRICT;
  CREATE INDEX aliases_by_target ON aliases (site, stands_for);
  `,
  // Conversations that are known under several ids, whom the contact centre says they are with, and web sessions by the code that visitors read out.
  `
  CREATE TABLE links (
    site TEXT NOT NULL, event TEXT NOT NULL, a TEXT, b TEXT, taken INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, event)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX links_by_a ON links (site, a) WHERE a IS NOT NULL;
  CREATE INDEX links_by_b ON links (site, b) WHERE b IS NOT NULL;
  CREATE TABLE conversation_refs (
    site TEXT NOT NULL, visitor TEXT NOT NULL, id TEXT NOT NULL, ref TEXT NOT NULL,
    PRIMARY KEY (site, visitor, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversation_refs_by_ref ON conversation_refs (site, ref);
  ALTER TABLE conversations ADD COLUMN customer TEXT;
  ALTER TABLE conversations ADD COLUMN part_of TEXT;
  CREATE INDEX conversations_by_customer ON conversations (site, customer, n) WHERE customer IS NOT NULL;
  CREATE INDEX conversations_by_whole ON conversations (site, part_of) WHERE part_of IS NOT NULL;
  ALTER TABLE sessions ADD COLUMN code TEXT;
  CREATE INDEX sessions_by_code ON sessions (site, code, n) WHERE code IS NOT NULL;
  `,
  // Contact centres that post what they know: whose they are, and what proves them and names their ids, sealed.
  `
  CREATE TABLE connectors (
    id TEXT NOT NULL PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), vendor TEXT NOT NULL, created_at INTEGER NOT NULL,
    kek TEXT NOT NULL, key BLOB NOT NULL, settings BLOB NOT NULL
  ) STRICT;
  CREATE INDEX connectors_by_site ON connectors (site);
  `,
  // Servers ask for the conversations of one status, of which a contact centre that gives no codes has very many.
  `
  CREATE INDEX conversations_by_status ON conversations (site, status, n);
  `,
  // Whom sites want to be told, and what is to be sent to them. What is deleted from the end of the log frees its numbers for others: nobody's place may lie behind them.
  `
  CREATE TABLE webhooks (
    site TEXT NOT NULL REFERENCES sites (id), id TEXT NOT NULL, url TEXT NOT NULL, types TEXT NOT NULL,
    personal INTEGER NOT NULL, active INTEGER NOT NULL, reason TEXT, created_at INTEGER NOT NULL,
    cursor INTEGER NOT NULL, rewinds INTEGER NOT NULL DEFAULT 0, quiet_until INTEGER NOT NULL DEFAULT 0, last_at INTEGER, last_delivered INTEGER, last_said TEXT,
    kek TEXT NOT NULL, key BLOB NOT NULL, secrets BLOB NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT;
  CREATE TABLE webhook_deliveries (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    site TEXT NOT NULL, webhook TEXT NOT NULL, event INTEGER NOT NULL REFERENCES events (n) ON DELETE CASCADE,
    attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER, status INTEGER, reason TEXT, died_at INTEGER,
    UNIQUE (site, webhook, event),
    FOREIGN KEY (site, webhook) REFERENCES webhooks (site, id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX webhook_deliveries_due ON webhook_deliveries (site, webhook, next_at);
  CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event);
  CREATE TRIGGER webhooks_stay_behind AFTER DELETE ON events WHEN OLD.n > (SELECT coalesce(max(n), 0) FROM events) BEGIN
    UPDATE webhooks SET cursor = min(cursor, (SELECT coalesce(max(n), 0) FROM events)), rewinds = rewinds + 1;
  END;
  `,
  // Rule sets by version, the newest of a site runs; and what is asked of the log: what each rule decided, and what became of an offer.
  `
  CREATE TABLE rule_sets (
    site TEXT NOT NULL REFERENCES sites (id), version INTEGER NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
    segments INTEGER NOT NULL, outcomes INTEGER NOT NULL, action_maps INTEGER NOT NULL, rules TEXT NOT NULL,
    PRIMARY KEY (site, version)
  ) STRICT;
  CREATE INDEX rule_events ON events (site, type, coalesce(json_extract(data, '$.map'), json_extract(data, '$.outcome'), json_extract(data, '$.segment')), at)
    WHERE type IN ('segment.matched', 'outcome.achieved', 'action.qualified', 'action.blocked');
  CREATE INDEX queue_changes ON events (site, at) WHERE type = 'queue.changed';
  CREATE INDEX outcomes_by_visitor ON events (site, visitor, at) WHERE type = 'outcome.achieved';
  CREATE INDEX events_by_offer ON events (site, json_extract(data, '$.offer')) WHERE type GLOB 'con[vt]*' AND json_extract(data, '$.offer') IS NOT NULL;
  `,
  // What rules remember of everybody, when time alone may change what they say, and how many agents are free for a queue.
  `
  CREATE TABLE rule_states (
    site TEXT NOT NULL REFERENCES sites (id), person TEXT NOT NULL, version INTEGER NOT NULL, heard INTEGER NOT NULL, due INTEGER, state TEXT NOT NULL,
    PRIMARY KEY (site, person)
  ) STRICT;
  CREATE INDEX rule_states_due ON rule_states (due) WHERE due IS NOT NULL;
  CREATE TABLE queues (
    site TEXT NOT NULL, queue TEXT NOT NULL, agents INTEGER NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (site, queue)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX events_outside_visits ON events (site, visitor, n) WHERE visitor IS NOT NULL AND session IS NULL;
  `,
  // What was learned of how likely outcomes are, by the text of the rule that it was learned of.
  `
  CREATE TABLE scores (
    site TEXT NOT NULL REFERENCES sites (id), outcome TEXT NOT NULL, rule TEXT NOT NULL, score TEXT NOT NULL,
    PRIMARY KEY (site, outcome)
  ) STRICT, WITHOUT ROWID;
  `,
  // What agents may do who are logged in; those who were, might do everything.
  `
  ALTER TABLE logins ADD COLUMN role TEXT NOT NULL DEFAULT 'admin';
  `,
  // Who did what to which object, each row with a keyed hash of itself and of the row before it. No row is ever changed, nor taken away.
  `
  CREATE TABLE audit (
    n INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, role TEXT, what TEXT NOT NULL, object TEXT,
    status INTEGER NOT NULL, before TEXT, after TEXT, ip TEXT, hash TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'The audit log is not changed'); END;
  CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'Nothing is deleted from the audit log'); END;
  `,
  // What admins set of a site while the collector runs, and its secret keys. The one that a site was made with stays in its row, too, and counts no more there.
  `
  CREATE TABLE site_settings (site TEXT PRIMARY KEY REFERENCES sites (id), settings TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE secret_keys (
    id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
    created_at INTEGER, "by" TEXT, ends TEXT, last_at INTEGER
  ) STRICT;
  INSERT INTO secret_keys (id, site, name, hash) SELECT lower(hex(randomblob(8))), id, 'First key', secret_hash FROM sites;
  `,
  // What agents wrote down of somebody.
  `
  CREATE INDEX notes ON events (site, visitor, at) WHERE type IN ('contact.noted', 'conversation.noted');
  `,
  // People who log in, each with a role and a password. Whoever was in by a link alone has to come again.
  `
  CREATE TABLE accounts (
    id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), name TEXT NOT NULL, name_key TEXT NOT NULL, email TEXT NOT NULL,
    role TEXT NOT NULL, active INTEGER NOT NULL, password_hash TEXT, created_at INTEGER NOT NULL, last_login_at INTEGER,
    UNIQUE (site, email), UNIQUE (site, name_key)
  ) STRICT;
  DROP TABLE logins;
  CREATE TABLE logins (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, began_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX logins_by_account ON logins (account);
  DROP TABLE tickets;
  CREATE TABLE tickets (
    hash TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), account TEXT REFERENCES accounts (id) ON DELETE CASCADE, expires INTEGER NOT NULL
  ) STRICT;
  `,
  // Who waited, when, and in which queue, beside the states, so that figures of a day are read from indexes alone.
  `
  ALTER TABLE conversations ADD COLUMN queue TEXT;
  ALTER TABLE conversations ADD COLUMN waited INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN answered_at INTEGER;
  ALTER TABLE conversations ADD COLUMN decided_at INTEGER;
  UPDATE conversations SET
    queue = json_extract(state, '$.queues[#-1]'),
    waited = status NOT IN ('pending', 'linked') AND json_extract(state, '$.direction') IS NOT 'outbound',
    started_at = coalesce(json_extract(state, '$.startedAt'), 0),
    answered_at = json_extract(state, '$.connectedAt'),
    decided_at = coalesce(json_extract(state, '$.connectedAt'), iif(json_extract(state, '$.endedBy') = 'customer', json_extract(state, '$.endedAt'), NULL));
  CREATE INDEX conversations_begun ON conversations (site, started_at, id, waited, decided_at, answered_at, queue);
  CREATE INDEX conversations_decided ON conversations (site, decided_at, waited, started_at, answered_at, queue) WHERE decided_at IS NOT NULL;
  `,
  // Who people are at the operator's identity provider.
  `
  ALTER TABLE accounts ADD COLUMN subject TEXT;
  CREATE UNIQUE INDEX accounts_by_subject ON accounts (site, subject) WHERE subject IS NOT NULL;
  `,
  // Whose conversations somebody handles: a list of queues as JSON, or nothing for all.
  `
  ALTER TABLE accounts ADD COLUMN queues TEXT;
  `,
  // Which change of the settings is the last, and whose, so that nobody undoes what they have not seen.
  `
  ALTER TABLE site_settings ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE site_settings ADD COLUMN at INTEGER;
  ALTER TABLE site_settings ADD COLUMN "by" TEXT;
  `,
  // How often it was tried to log in, by keyed hashes of who and from where; and logins that failed, until their number is in the audit log.
  `
  CREATE TABLE login_tries (key TEXT PRIMARY KEY, count INTEGER NOT NULL, last_at INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX login_tries_by_time ON login_tries (last_at);
  CREATE TABLE login_failures (
    site TEXT NOT NULL REFERENCES sites (id), key TEXT NOT NULL, whose TEXT NOT NULL, entry TEXT NOT NULL, since INTEGER NOT NULL, last_at INTEGER NOT NULL,
    status INTEGER NOT NULL, more INTEGER NOT NULL, PRIMARY KEY (site, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX login_failures_by_time ON login_failures (since);
  ALTER TABLE audit ADD COLUMN times INTEGER;
  `,
  // Which of a person's accounts, on several sites, a login opens is said by what let them in: their password, or the identity provider.
  `
  ALTER TABLE logins ADD COLUMN by_provider INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX accounts_by_email ON accounts (email);
  CREATE INDEX accounts_by_person ON accounts (subject) WHERE subject IS NOT NULL;
  `,
  // How far each site's old events are taken away: sites may keep them for different numbers of days.
  `
  INSERT INTO retention SELECT task || ' ' || id, n, at FROM retention, sites WHERE task IN ('anonymous', 'identified');
  DELETE FROM retention WHERE task IN ('anonymous', 'identified');
  `,
  // As with webhooks: what is deleted from the end of the log frees its numbers for others, and no place may lie behind them.
  `
  CREATE TRIGGER retention_stays_behind AFTER DELETE ON events WHEN OLD.n > (SELECT coalesce(max(n), 0) FROM events) BEGIN
    UPDATE retention SET n = min(n, (SELECT coalesce(max(n), 0) FROM events)) WHERE task GLOB 'anonymous *' OR task GLOB 'identified *';
  END;
  `,
];
