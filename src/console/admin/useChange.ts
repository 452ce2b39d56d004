/** A change on its way to the collector, and what was wrong with it. */
import { useState } from "preact/hooks";
import type { SettingProblem } from "../../protocol/settings";
import type { Desk } from "../desk";

export interface Change {
  isSaving: boolean;
  failure: string;
  /** The collector's word for it, where it has one. */
  error: string;
  /** By place: `origins[2]`. */
  problems: ReadonlyMap<string, string>;
  /** @returns what the collector answered; nothing where it did not take it */
  start<Told>(method: "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<{ told: Told } | undefined>;
  /** Forgets what was wrong. */
  forget(): void;
}

export function useChange(desk: Desk): Change {
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState("");
  const [error, setError] = useState("");
  const [problems, setProblems] = useState<SettingProblem[]>([]);
  const forget = () => {
    setFailure("");
    setError("");
    setProblems([]);
  };
  return {
    isSaving,
    failure,
    error,
    problems: new Map(problems.map(({ place, message }) => [place, message])),
    forget,
    async start<Told>(method: "POST" | "PATCH" | "DELETE", path: string, body?: object) {
      if (isSaving) return undefined;
      setSaving(true);
      forget();
      const reply = await desk.change<Told>(method, path, body);
      setSaving(false);
      if (reply.ok) return { told: reply.body };
      setFailure(reply.reason);
      setError(reply.refusal?.error ?? "");
      setProblems(reply.refusal?.problems ?? []);
      return undefined;
    },
  };
}
