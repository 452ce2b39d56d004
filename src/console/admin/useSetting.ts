/** A change of a setting on its way, and what becomes of it where another admin was faster: neither undoes what they have not seen. */
import { useState } from "preact/hooks";
import type { SettingProblem, SettingsAnswer, SettingsChange } from "../../protocol/settings";
import { words } from "../words/pageWords";
import type { SectionProps } from "./admin";
import type { Change } from "./useChange";

/** What somebody else has changed since the form was opened. */
export interface Meanwhile {
  before: SettingsAnswer;
  now: SettingsAnswer;
}

export interface SettingChange extends Pick<Change, "isSaving" | "failure" | "problems" | "forget"> {
  /** It stands against what was to be saved, until that is saved or changed. */
  meanwhile: Meanwhile | undefined;
  /**
   * @param again says what to send where somebody else was faster; nothing where a person has to look first
   * @returns nothing where it was not saved
   */
  save(change: SettingsChange, again: (meanwhile: Meanwhile) => SettingsChange | undefined): Promise<{ told: SettingsAnswer; meanwhile?: Meanwhile } | undefined>;
}

/** Where others are faster each time, somebody should hear of it. */
const TRIES = 5;

export function useSetting({ seat: { desk }, told, take }: Pick<SectionProps, "seat" | "told" | "take">): SettingChange {
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState("");
  const [problems, setProblems] = useState<SettingProblem[]>([]);
  const [meanwhile, setMeanwhile] = useState<Meanwhile>();
  const forget = () => {
    setFailure("");
    setProblems([]);
    setMeanwhile(undefined);
  };

  const attempt: SettingChange["save"] = async (change, again) => {
    let sent = change;
    let met: Meanwhile | undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const reply = await desk.change<SettingsAnswer>("PATCH", `/v1/settings?version=${(met?.now ?? told).version}`, sent);
      if (reply.ok) {
        take(reply.body);
        return { told: reply.body, ...(met && { meanwhile: met }) };
      }
      const now = reply.refusal?.error === "settings_changed" ? await desk.ask<SettingsAnswer>("/v1/settings") : reply;
      if (!now.ok) {
        setFailure(now.reason);
        setProblems(now.refusal?.problems ?? []);
        return undefined;
      }
      met = { before: told, now: now.body };
      const next = again(met);
      if (!next) {
        take(met.now);
        setMeanwhile(met);
        return undefined;
      }
      sent = next;
    }
    setFailure(words.desk.busy);
    return undefined;
  };

  return {
    isSaving,
    failure,
    problems: new Map(problems.map(({ place, message }) => [place, message])),
    meanwhile,
    forget,
    async save(change, again) {
      if (isSaving) return undefined;
      setSaving(true);
      forget();
      const saved = await attempt(change, again);
      setSaving(false);
      return saved;
    },
  };
}

/** Who it was. */
export function whoChanged({ now: { changed } }: Meanwhile): string {
  const { meanwhile } = words.admin;
  if (!changed) return meanwhile.somebody;
  return changed.by === "server" ? meanwhile.server : changed.by;
}
