/**
 * What the bench has to know of an SDK.
 *
 * @typedef {object} Recorded an event as the sink read it from a request
 * @property {string | undefined} id the SDK's own id of the event, if it gives one
 * @property {string} name
 * @property {number | undefined} index the number that the bench put into the event's data
 *
 * @typedef {object} Incoming a request as the sink got it
 * @property {string} path
 * @property {URLSearchParams} query
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {Buffer} body already unpacked, if its headers said that it was packed
 *
 * @typedef {object} Start what a page hands to its SDK
 * @property {(src: string, data?: { [name: string]: string }) => Promise<void>} load adds a script's tag to the page
 * @property {string} script address of the SDK's script
 * @property {string} sink origin that events go to
 * @property {string} key public key of Parley's site
 *
 * @typedef {object} PageSide runs in the page: no method may use anything from outside of itself
 * @property {(start: Start) => Promise<void>} start loads and starts the SDK, and sends the page view
 * @property {() => void} [identify]
 * @property {(props: { [name: string]: string | number }) => void} track
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} body
 *
 * @typedef {object} Peer
 * @property {string} id
 * @property {string} title
 * @property {string | undefined} package its npm package, without a version
 * @property {{ file?: string, bundle?: string, more?: { [address: string]: string } }} script a ready file, or a module to bundle; and what the page loads later
 * @property {"none" | "memory" | "localStorage" | "IndexedDB"} queue where events wait by default
 * @property {string} settings in words, for the report
 * @property {boolean} [collector] stored is what Parley's collector has on disk
 * @property {string[]} [only] sections that it takes part in; all, if not given
 * @property {PageSide} page
 * @property {(incoming: Incoming) => Recorded[]} decode throws where it understands nothing
 * @property {Answer} [answer] what its server says when all is well
 */

import { amplitude } from "./amplitude.mjs";
import { beacon } from "./beacon.mjs";
import { mixpanel } from "./mixpanel.mjs";
import { parley, parleyWidgets } from "./parley.mjs";
import { plausible } from "./plausible.mjs";
import { posthog } from "./posthog.mjs";
import { rudderstack } from "./rudderstack.mjs";
import { segment } from "./segment.mjs";
import { snowplow } from "./snowplow.mjs";

/** Everybody, in the order of the tables. @type {Peer[]} */
export const peers = [parley, parleyWidgets, posthog, segment, snowplow, rudderstack, mixpanel, amplitude, plausible, beacon];
