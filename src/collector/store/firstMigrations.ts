/** The first of the steps from an empty file to now: what is here never changes, and new ones follow in `migrations`. */
export const FIRST_MIGRATIONS = [
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
  `
  CREATE INDEX events_by_number ON events (site, session, seq) WHERE seq IS NOT NULL;

  CREATE TABLE drops (
    site TEXT NOT NULL, session TEXT NOT NULL, visitor TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (site, session, visitor, reason)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE refusals (
    n INTEGER PRIMARY KEY,
    site TEXT NOT NULL, session TEXT NOT NULL, visitor TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, waiting INTEGER NOT NULL DEFAULT 1,
    UNIQUE (site, session, visitor, seq)
  ) STRICT;
  CREATE INDEX refusals_waiting ON refusals (site, n) WHERE waiting = 1;

  CREATE TABLE gaps (
    site TEXT NOT NULL, session TEXT NOT NULL, unexplained INTEGER NOT NULL, heard INTEGER NOT NULL,
    PRIMARY KEY (site, session)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX gaps_unexplained ON gaps (site, heard, unexplained) WHERE unexplained > 0;
  CREATE INDEX gaps_explained ON gaps (site, heard) WHERE unexplained = 0;

  CREATE TABLE tallies (
    site TEXT NOT NULL, what TEXT NOT NULL, minute INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (site, what, minute, reason)
  ) STRICT, WITHOUT ROWID;

  UPDATE sessions SET state = json_set(state, '$.visits', json((
    SELECT json_group_array(json_set(value, '$.latest', json_extract(value, '$.lastAt'))) FROM json_each(state, '$.visits'))));
  INSERT INTO gaps SELECT s.site, s.id, max(e.seq) + 1 - count(DISTINCT e.seq), max(e.received)
    FROM sessions AS s JOIN events AS e ON e.site = s.site AND e.session = s.id AND e.seq IS NOT NULL
    WHERE s.incomplete = 1 AND ((e.source = 'page' AND e.visitor IS s.visitor) OR (e.source = 'server' AND e.type NOT GLOB 'conversation.*'))
    GROUP BY s.site, s.id HAVING max(e.seq) + 1 > count(DISTINCT e.seq);
  INSERT INTO tallies SELECT site, 'stored', received / 60000, '', count(*), max(received) FROM events
    WHERE received > (SELECT max(received) FROM events) - 86400000 GROUP BY site, received / 60000;
  DROP INDEX sessions_with_gaps;
  ALTER TABLE sessions DROP COLUMN incomplete;
  `,
];
