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

/** An agent's or system's end without a wrap-up code closes the conversation after this long. */
export const WRAP_UP_MINUTES = 30;
/** Most facts of one type and one teller that a conversation keeps. */
export const FACTS_PER_TYPE = 100;
/** Longest text of a fact: a queue's, an agent's, a code. */
export const FACT_CHARS = 200;
/** Most browsers that a conversation listens to; only one of them is its visitor's. */
export const TELLERS = 10;

/** Most events that wait in a page's memory for consent or for storage. */
export const HELD_EVENTS = 100;
/** Ordinary events wait this long for company before a batch goes out. */
export const COALESCE_MS = 1_000;
/** A request without an answer is given up after this long. */
export const REQUEST_MS = 10_000;
/** First and longest pause between tries. */
export const RETRY_MS = 1_000;
export const RETRY_MAX_MS = 300_000;
