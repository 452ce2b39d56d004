/** `GET` and `PATCH /v1/settings`, and `GET /v1/arrivals`: what a site's admins see and set while the collector runs. */
import type { FastifyReply } from "fastify";
import type { Arrivals, SettingsAnswer } from "../../protocol/settings";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import type { Arrivals as Heard } from "../arrivals";
import { parseChange } from "../settings/parseChange";
import type { LiveSettings } from "../settings/settings";
import type { Store } from "../store/store";
import { scriptTag } from "./assets";
import { readMatch } from "./readMatch";
import { sendProblem } from "./problem";

/** Lists at their longest. */
const SETTINGS_BYTES = 300_000;

export interface SettingsRoutes extends Pick<Guards, "guarded"> {
  store: Pick<Store, "siteById">;
  settings: LiveSettings;
  arrivals: Heard;
  now: () => number;
  /** The collector's public address. */
  url: string;
}

const conflict = { status: 412, error: "settings_changed", message: "Somebody else has changed the settings meanwhile. Get them with GET /v1/settings, and make the change again." };
const wrongMatch = { status: 400, error: "wrong_version", message: 'Say which version you have changed: If-Match: "7", or ?version=7.' };

export function addSettingsRoutes(server: GuardedRoutes, { store, settings, arrivals, guarded, now, url }: SettingsRoutes): void {
  const answer = async (id: string, reply: FastifyReply): Promise<SettingsAnswer> => {
    const { name = "", key = "" } = (await store.siteById(id)) ?? {};
    const version = settings.version(id);
    reply.header("etag", `"${version.version}"`);
    return { site: { name, key }, tag: scriptTag(url, key), settings: settings.explained(id), ...version };
  };

  server.get("/v1/settings", guarded("settings.see", ({ site }, _request, reply) => answer(site, reply)));

  server.patch("/v1/settings", { bodyLimit: SETTINGS_BYTES }, guarded("settings.write", async ({ site, agent }, request, reply) => {
    const match = readMatch(request);
    if (match === "wrong") return sendProblem(reply, wrongMatch);
    const parsed = parseChange(request.body, settings.isFixed);
    if ("problems" in parsed) {
      return reply.code(422).send({ error: "wrong_settings", message: "Nothing was changed: see problems for what to change where.", problems: parsed.problems });
    }
    const { change } = parsed;
    const changed = await settings.change({ site, name: change.name, change: change.settings, by: agent ?? "server", at: now(), expected: match.version });
    return changed === "conflict" ? sendProblem(reply, conflict) : answer(site, reply);
  }));

  server.get("/v1/arrivals", guarded("settings.see", async ({ site }) => ({ now: now(), ...arrivals.of(site) }) satisfies Arrivals));
}
