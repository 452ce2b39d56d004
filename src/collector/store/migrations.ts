/** The tables, as a list of steps from an empty file to now. A step that was released never changes; new ones follow. */
export const MIGRATIONS = [
  `
  CREATE TABLE sites (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE, secret_hash TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE tickets (
    hash TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE logins (
    hash TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), agent TEXT NOT NULL, expires INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE events (
    n INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (id), id TEXT NOT NULL, type TEXT NOT NULL,
    at INTEGER NOT NULL, received INTEGER NOT NULL, source TEXT NOT NULL,
    visitor TEXT, session TEXT, seq INTEGER, conversation TEXT, url TEXT, data TEXT NOT NULL,
    UNIQUE (site, id)
  ) STRICT;
  CREATE INDEX events_by_session ON events (site, session, at) WHERE session IS NOT NULL;
  CREATE INDEX events_by_conversation ON events (site, conversation, at) WHERE conversation IS NOT NULL;

  CREATE TABLE sessions (
    site TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, visitor TEXT, incomplete INTEGER NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT;
  CREATE INDEX sessions_by_change ON sessions (site, n);
  CREATE INDEX sessions_by_visitor ON sessions (site, visitor, n);
  CREATE INDEX sessions_with_gaps ON sessions (incomplete) WHERE incomplete = 1;

  CREATE TABLE conversations (
    site TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, visitor TEXT, session TEXT, state TEXT NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT;
  CREATE INDEX conversations_by_change ON conversations (site, n);
  CREATE INDEX conversations_by_visitor ON conversations (site, visitor, n);
  CREATE INDEX conversations_by_session ON conversations (site, session);

  CREATE TABLE contacts (
    site TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, name TEXT, state TEXT NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT;
  `,
  `
  ALTER TABLE conversations ADD COLUMN status TEXT GENERATED ALWAYS AS (json_extract(state, '$.status')) VIRTUAL;
  CREATE INDEX conversations_shown ON conversations (site, n) WHERE status <> 'pending';
  CREATE INDEX conversations_open ON conversations (site, n) WHERE status IN ('waiting', 'connected', 'wrapping');
  DROP INDEX IF EXISTS conversations_by_change;

  UPDATE sessions SET state = json_object('id', id, 'visits', json_array(json_patch(state, json_object(
    'id', NULL, 'owner', NULL, 'source', 'page', 'visitor', visitor,
    'heard', json_object('at', coalesce(json_extract(state, '$.owner.at'), 0), 'id', coalesce(json_extract(state, '$.owner.id'), ''))))));
  `,
];
