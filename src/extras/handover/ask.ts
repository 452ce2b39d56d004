/** Asks the collector for what is no event: a simple request, so that no question of the browser goes before it. */
import type { Host } from "../../sdk/extras/host";

/** @returns the answer where it is a good one, or nothing: nobody on the page could mend it */
export type Ask = (what: "handover" | "forget", more: { visitor?: string }) => Promise<Response | undefined>;

export function createAsk({ options, debug }: Pick<Host, "options" | "debug">, collector: string): Ask {
  return async (what, more) => {
    try {
      const credentials = what === "forget" ? "include" : "omit";
      const answer = await fetch(`${collector}/v1/${what}`, { method: "POST", body: JSON.stringify({ key: options.key, ...more }), credentials, keepalive: true });
      if (!answer.ok) debug(`The collector refused: ${what}`, await answer.text());
      return answer.ok ? answer : undefined;
    } catch (error) {
      debug(`The collector cannot be asked: ${what}`, error);
      return undefined;
    }
  };
}
