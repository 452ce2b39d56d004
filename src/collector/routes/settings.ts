/** `GET` and `PATCH /v1/settings`, and `GET /v1/arrivals`: what a site's admins see and set while the collector runs. */
import type { Arrivals, SettingsAnswer } from "../../protocol/settings";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Arrivals as Heard } from "../arrivals";
import { parseChange } from "../settings/parseChange";
import type { LiveSettings } from "../settings/settings";
import type { Store } from "../store/store";
import { scriptTag } from "./assets";

/** Lists at their longest. */
const SETTINGS_BYTES = 300_000;

export interface SettingsRoutes extends Pick<Guards, "guarded"> {
  store: Pick<Store, "siteById" | "renameSite">;
  settings: LiveSettings;
  arrivals: Heard;
  now: () => number;
  /** The collector's public address. */
  url: string;
}

export function addSettingsRoutes(server: GuardedRoutes, { store, settings, arrivals, guarded, now, url }: SettingsRoutes): void {
  const answer = async (id: string): Promise<SettingsAnswer> => {
    const { name = "", key = "" } = (await store.siteById(id)) ?? {};
    return { site: { name, key }, tag: scriptTag(url, key), settings: settings.explained(id) };
  };

  server.get("/v1/settings", guarded("settings.see", ({ site }) => answer(site)));

  server.patch("/v1/settings", { bodyLimit: SETTINGS_BYTES }, guarded("settings.write", async ({ site }, { body }, reply) => {
    const parsed = parseChange(body, settings.isFixed);
    if ("problems" in parsed) {
      return reply.code(422).send({ error: "wrong_settings", message: "Nothing was changed: see problems for what to change where.", problems: parsed.problems });
    }
    const { change } = parsed;
    if (change.name !== undefined) await store.renameSite(site, change.name);
    await settings.change(site, change.settings);
    return answer(site);
  }));

  server.get("/v1/arrivals", guarded("settings.see", async ({ site }) => ({ now: now(), ...arrivals.of(site) }) satisfies Arrivals));
}
