/** What a server calls: the shape of the client. */
import type { ConversationCard } from "../protocol/card";
import type { Answer, Channel, Data } from "../protocol/event";
import type { OpenStatus, Report, Reported } from "../protocol/report";
import type { RulesReport, SavedRules } from "../protocol/ruleAnswers";
import type { RuleProblem, RuleSet } from "../protocol/rules";

export interface ClientOptions {
  /** Address of the collector: `https://collect.example.com`. */
  url: string;
  /** The site's secret key, `sk_…`. It is sent to the collector and goes nowhere else. */
  secretKey: string;
  /** What sends; by default Node's own. */
  fetch?: typeof globalThis.fetch;
  /** Each try of a call gets this long, milliseconds; by default ten seconds. */
  timeoutMs?: number;
  /** Most tries of one call; by default five, over several seconds. */
  tries?: number;
}

/** An event of any type, as `POST /v1/events` takes it. */
export interface TrackedEvent {
  /** `noun.past_tense`, or a name of the site's own. */
  type: string;
  /** Made once; without it the client makes one for all its tries. */
  id?: string;
  /** When it happened, milliseconds since 1970 by this machine's clock; by default now. */
  at?: number;
  session?: string;
  url?: string;
  data?: Data;
}

export interface ReportOptions {
  /** Names the report over several calls, too, such as those of a queue that repeats its jobs. Without it each call is another report. */
  idempotencyKey?: string;
}

/** Reports one conversation. Each settles when the event is on disk, and rejects with a `CollectorError`. */
export interface Reporter {
  start(report: Report & { channel: Channel }, options?: ReportOptions): Promise<Reported>;
  route(report?: Report, options?: ReportOptions): Promise<Reported>;
  connect(report?: Report, options?: ReportOptions): Promise<Reported>;
  transfer(report?: Report, options?: ReportOptions): Promise<Reported>;
  end(report?: Report, options?: ReportOptions): Promise<Reported>;
  wrapUp(report?: Report, options?: ReportOptions): Promise<Reported>;
}

export interface Client {
  /** Sends up to a hundred events, of one visitor if any is named. */
  track(events: TrackedEvent | TrackedEvent[], options?: { visitor?: string }): Promise<Answer>;
  /** @param id the contact centre's own id of the conversation */
  conversation(id: string): Reporter;
  conversations: {
    /** Rejects with status 404 where there is none. */
    get(id: string): Promise<ConversationCard>;
    /** Newest first; at most a hundred. */
    list(query?: { status?: OpenStatus; limit?: number }): Promise<ConversationCard[]>;
  };
  rules: {
    /** The set that runs. Before any was saved, version 0 of an empty one. */
    get(): Promise<SavedRules>;
    /**
     * Makes a set the running one. Rejects with status 422 and the `problems` where it is not sound, and with 412 where another
     * version runs than the one that was changed.
     *
     * @param options `version`: the one that was changed; without it whatever runs is replaced
     */
    put(set: RuleSet, options?: { version?: number }): Promise<SavedRules>;
    /** What is wrong with a set: nothing where the list is empty. Changes nothing. */
    check(set: unknown): Promise<RuleProblem[]>;
    /** What became of the action maps in the last days, 30 unless it is told otherwise. */
    report(query?: { days?: number }): Promise<RulesReport>;
  };
}
