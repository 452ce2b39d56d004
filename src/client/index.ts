/** What a website's or contact centre's own server imports to speak to the collector. It needs Node 20 and nothing else. */
import type { ConversationCard } from "../protocol/card";
import type { Batch } from "../protocol/event";
import type { Report, Reported, Verb } from "../protocol/report";
import type { RulesReport, SavedRules } from "../protocol/ruleAnswers";
import type { RuleProblem } from "../protocol/rules";
import type { Client, ClientOptions, ReportOptions } from "./client";
import { CollectorError } from "./collectorError";
import { createRequest } from "./request";

export type { Client, ClientOptions, Reporter, ReportOptions, TrackedEvent } from "./client";
export type { ConversationCard } from "../protocol/card";
export type { Report, Reported, OpenStatus } from "../protocol/report";
export type { GroupReport, MapReport, RulesReport, SavedRules, Share } from "../protocol/ruleAnswers";
export type { RuleProblem, RuleSet } from "../protocol/rules";
export { CollectorError } from "./collectorError";

const TIMEOUT_MS = 10_000;
const TRIES = 5;

/** @throws a `TypeError` that says which option is wrong */
export function createClient({ url, secretKey, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS, tries = TRIES }: ClientOptions): Client {
  // The key itself stands in no message: these go into logs.
  if (!/^sk_[\w-]+$/.test(secretKey)) throw new TypeError("secretKey must be the site's secret key, sk_…, as the collector printed it at its first start.");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new TypeError("url must be the collector's address, such as https://collect.example.com.");
  if (!(tries >= 1 && timeoutMs > 0)) throw new TypeError("tries must be 1 or more, and timeoutMs more than 0.");
  const { origin, pathname } = new URL(url);
  const request = createRequest({ url: origin + pathname.replace(/\/+$/, ""), secretKey, fetch, timeoutMs, tries });

  const report = (id: string, verb: Verb) => async (told: Report = {}, { idempotencyKey = crypto.randomUUID() }: ReportOptions = {}): Promise<Reported> => {
    if (!/^[\x20-\x7e]+$/.test(idempotencyKey)) throw new TypeError("idempotencyKey must be printable ASCII.");
    // At once, so that all tries are the same, whatever becomes of the object meanwhile.
    const body = JSON.stringify(told);
    return request({ method: "POST", path: `${pathOf(id)}/${verb}`, body: () => body, idempotencyKey });
  };

  return {
    track: async (events, { visitor } = {}) => {
      const made = [events].flat().map((event) => ({ id: crypto.randomUUID(), at: Date.now(), ...event }));
      const batch = JSON.stringify({ v: 1, batch: crypto.randomUUID(), sdk: "client __VERSION__", ...(visitor !== undefined && { visitor }), events: made } satisfies Partial<Batch>);
      // The collector corrects the events' times by that of the try that arrives.
      return request({ method: "POST", path: "/v1/events", body: () => batch.replace(/^\{/, `{"sentAt":${Date.now()},`) });
    },
    conversation: (id) => ({
      start: report(id, "start"),
      route: report(id, "route"),
      connect: report(id, "connect"),
      transfer: report(id, "transfer"),
      end: report(id, "end"),
      wrapUp: report(id, "wrap-up"),
    }),
    conversations: {
      get: async (id) => request({ method: "GET", path: pathOf(id) }),
      list: async ({ status, limit } = {}) => {
        const query = new URLSearchParams({ ...(status !== undefined && { status }), ...(limit !== undefined && { limit: String(limit) }) });
        const { conversations } = await request<{ conversations: ConversationCard[] }>({ method: "GET", path: `/v1/conversations?${query}` });
        return conversations;
      },
    },
    rules: {
      get: async () => request({ method: "GET", path: "/v1/rules" }),
      put: async (set, { version } = {}) => {
        const body = JSON.stringify(set);
        try {
          return await request<SavedRules>({ method: "PUT", path: version === undefined ? "/v1/rules" : `/v1/rules?version=${version}`, body: () => body });
        } catch (problem) {
          if (!(problem instanceof CollectorError) || problem.status !== 412) throw problem;
          // The answer to an earlier try may have been lost: then what runs is what was sent.
          const running = await request<SavedRules>({ method: "GET", path: "/v1/rules" });
          if (running.version === (version ?? 0) + 1 && JSON.stringify(running.set) === body) return running;
          throw problem;
        }
      },
      check: async (set) => {
        const body = JSON.stringify(set);
        return (await request<{ problems: RuleProblem[] }>({ method: "POST", path: "/v1/rules/check", body: () => body })).problems;
      },
      report: async ({ days } = {}) => request<RulesReport>({ method: "GET", path: `/v1/rules/report${days === undefined ? "" : `?days=${days}`}` }),
    },
  };
}

function pathOf(id: string): string {
  // These two no address can hold, however they are written: https://url.spec.whatwg.org/#double-dot-path-segment
  if (id === "" || id === "." || id === "..") throw new TypeError(`"${id}" cannot be a conversation's id here. Send its events with track().`);
  return `/v1/conversations/${encodeURIComponent(id)}`;
}
