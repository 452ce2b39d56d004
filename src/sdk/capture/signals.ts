/** Reads what the browser and the page's consent manager say that the visitor allows. */
import type { Consent, ConsentState } from "../../protocol/event";

/** A part of what is allowed; what it does not name is none of its business. */
export type Answers = Partial<Consent>;

export interface SignalsOptions {
  /** Makes the same answer for every purpose. */
  forAll: (answer: ConsentState) => Answers;
  /** `deny-all`: Global Privacy Control denies everything, and not sharing alone. */
  gpc?: unknown;
  /** Obey Do Not Track. */
  dnt?: unknown;
  /** Hears that a consent manager has changed its mind. */
  changed: () => void;
}

/** https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, "CMP API v2" */
interface TcData {
  gdprApplies?: boolean;
  eventStatus?: string;
  purpose?: { consents: { [purpose: number]: boolean } };
}
/** https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, "CMP API" */
interface GppEvent {
  pingData: { signalStatus: string; parsedSections: object };
}

const attempt = (act: () => void) => {
  try {
    act();
  } catch {}
};

export interface Signals {
  /** All answers of this moment. */
  answered(): Answers[];
  /** A consent manager that comes late governs from the first look at it: is there one that was not there before? */
  look(): unknown;
}

export function createSignals({ forAll, gpc, dnt, changed }: SignalsOptions): Signals {
  const { globalPrivacyControl, doNotTrack } = navigator as { globalPrivacyControl?: boolean; doNotTrack: string | null };
  const answers: { [signal: string]: Answers } = {};
  if (globalPrivacyControl) answers.gpc = { sharing: "denied", ...(gpc === "deny-all" && forAll("denied")) };
  if (dnt && doNotTrack === "1") answers.dnt = forAll("denied");

  const listen = <Event>(name: string, version: number[], read: (event: Event) => Answers | false | undefined) => {
    const api = (window as never)[name] as unknown;
    if (answers[name] || typeof api !== "function") return false;
    // A manager that is there and silent has not been answered yet.
    answers[name] = forAll("pending");
    // What fails in a manager is not ours, and what it calls does not fail.
    attempt(() => api("addEventListener", ...version, (event: Event, isGood: boolean) => attempt(() => {
      const answer = isGood && read(event);
      if (!answer) return;
      answers[name] = answer;
      changed();
    })));
    return true;
  };

  const look = () => {
    const isTcf = listen<TcData>("__tcfapi", [2], ({ gdprApplies, eventStatus, purpose }) => {
      if (gdprApplies === false) return {};
      // To store anything; to measure. While its window is open, or the law in question, nothing has been answered.
      return gdprApplies && /^(tcloaded|useractioncomplete)$/.test(eventStatus!) && { ...forAll(purpose!.consents[1] ? "granted" : "denied"), ...(!purpose!.consents[8] && { analytics: "denied" }), source: "tcf" };
    });
    const isGpp = listen<GppEvent>("__gpp", [], ({ pingData: { signalStatus, parsedSections } }) => {
      if (signalStatus !== "ready") return forAll("pending");
      const isOut = /OptOut":1|"Gpc":(1|t)/.test(JSON.stringify(parsedSections));
      return { source: "gpp", ...(isOut && { identity: "denied", sharing: "denied" }) };
    });
    return [isTcf, isGpp].includes(true);
  };
  return { answered: () => Object.values(answers), look };
}
