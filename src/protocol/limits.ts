/** Every number that both sides must agree on, with its unit in the name. */

/** A web session ends after this long without activity. Source: Genesys, "Web sessions". */
export const IDLE_MINUTES = 20;

/** Largest body of one batch; `fetch` with keepalive shares 64 KiB over the whole page. */
export const BODY_BYTES = 60_000;
/** Most events in one batch. */
export const BATCH_EVENTS = 100;
/** Largest event as JSON text. */
export const EVENT_BYTES = 32_000;
/** Deepest nesting of a whole body. Far more than any event may have: one that is too deep must not cost its neighbours. */
export const BODY_DEPTH = 64;
/** Longest text value; longer ones are cut. */
export const TEXT_CHARS = 8_000;
/** Longest address of a page; longer ones are cut. */
export const URL_CHARS = 2_048;
/** Longest key of an object. */
export const KEY_CHARS = 128;
/** Most keys of one object, and most items of one array. */
export const OBJECT_KEYS = 256;
/** Longest id of any kind. */
export const ID_CHARS = 255;

/** Most sites of a collector. */
export const SITES = 100;

/** An agent's or system's end without a wrap-up code closes the conversation after this long. */
export const WRAP_UP_MINUTES = 30;
/** A conversation that the contact centre tells of and one that the page saw may be the same if they began this close together. */
export const PROPOSAL_MINUTES = 30;
/** Most facts of one type and one teller that a conversation keeps. */
export const FACTS_PER_TYPE = 100;
/** Longest text of a fact: a queue's, an agent's, a code. */
export const FACT_CHARS = 200;
/** Most browsers that a conversation listens to; only one of them is its visitor's. */
export const TELLERS = 10;

/** A contact that is made of a visitor's claims alone is gone this long after the last of them. Source: Genesys, "External contacts". */
export const TEMPORARY_DAYS = 60;
/** Most external ids, e-mails and phones, each, of one contact: every change of it looks at all of them. */
export const KEYS_PER_KIND = 50;

/** Most visitors who stand for one: the ids that a browser has had on a site's hosts in some years. */
export const ALIASES = 1_000;
/** A link's token is good for this long: the way from one website to the next. */
export const HANDOVER_MS = 120_000;

/** A page that hears of its visitor's conversations gets a sign of life this often, whatever happens. */
export const BEAT_MS = 15_000;

/** Consoles get theirs this often: they say in words that what they show is old. */
export const CONSOLE_BEAT_MS = 5_000;
/** A console that has heard nothing for so long shows old news, and tries another line. */
export const CONSOLE_SILENT_MS = 12_000;
/** Most cards of each kind that a console is given at first; besides them as many open conversations. */
export const SNAPSHOT_CARDS = 5_000;

/** A missing number may still arrive with another batch for this long after its session was last heard of. */
export const GAP_SETTLE_MS = 60_000;
/** Most events that one report of a loss may explain. */
export const DROPPED_PER_REPORT = 100_000;
/** Most refused numbers that are remembered of one visitor's session, the lowest. */
export const REFUSED_NUMBERS = 500;
/** Most refused numbers of one site that wait for their session to be heard of, the newest. */
export const REFUSED_WAITING = 1_000;

/** Most events that wait in a page's memory for consent. */
export const HELD_EVENTS = 100;
/** Most events that wait in the browser for the collector: a thousand of a site's own, and the views and sessions around them. */
export const OUTBOX_EVENTS = 1_100;
/** Most bytes that wait there. */
export const OUTBOX_BYTES = 2_000_000;
/** The browser's storage gets this long to answer before a page goes on without it. */
export const DISK_MS = 4_000;
/** What it has not confirmed after this long is kept in localStorage as well, until it has. */
export const JOURNAL_MS = 30;
/** Where it fails, it is tried again after this long. */
export const DISK_AGAIN_MS = 60_000;
/** Without Web Locks, one tab at a time sends, for this long at most. */
export const LEASE_MS = 10_000;
/** Ordinary events wait this long for company before a batch goes out. */
export const BATCH_MS = 3_000;
/** The same where the site makes offers: a visitor who could be helped should not have to wait for that. */
export const OFFERING_BATCH_MS = 250;
/** Bodies of the exit path stay small: the 64 KiB that a page may have in flight are shared with everyone on it. */
export const LEAVE_BYTES = 16_384;
/** A text this long is worth compressing. */
export const GZIP_CHARS = 1_000;
/** A request without an answer is given up after this long. */
export const REQUEST_MS = 10_000;
/** The pause after a first failure; it doubles with each. */
export const RETRY_MS = 1_000;
/** After this many failures in a row the collector is down or blocked: pauses are of one to five minutes from then on. */
export const RETRY_QUICKLY = 5;
export const RETRY_SLOWLY_MS = 60_000;
/** What must be mended by hand, a wrong key or address, is tried again after this long. */
export const MENDED_MS = 600_000;
/** No answer makes a page wait longer than this. */
export const RETRY_AFTER_MAX_MS = 3_600_000;
