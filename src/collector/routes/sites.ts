/** `POST /v1/sites`: an admin of the collector's first site makes another one, and is its first admin. */
import { SITES } from "../../protocol/limits";
import { SETTING_CHARS } from "../../protocol/settings";
import type { NewSite } from "../../protocol/site";
import type { Guards } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import { parseName } from "../settings/parseChange";
import { newSite } from "../site";
import type { Store } from "../store/store";
import { fieldsOf } from "./accounts";
import { scriptTag } from "./assets";
import { SHOWN_CHARS } from "./keys";
import { sendProblem } from "./problem";

export interface SiteRoutes extends Pick<Guards, "guarded"> {
  store: Pick<Store, "firstSite" | "addSite">;
  now: () => number;
  /** The collector's public address. */
  url: string;
}

const elsewhere = { status: 403, error: "not_allowed", message: "Sites are made on the collector's first site, by its admins." };
const noName = { status: 400, error: "wrong_site", message: `Say what the site is called: {"name": "Shop"}, of 1 to ${SETTING_CHARS} characters.` };
const tooMany = { status: 409, error: "too_many_sites", message: `The collector has ${SITES} sites, and takes no more.` };

export function addSiteRoutes(server: GuardedRoutes, { store, guarded, now, url }: SiteRoutes): void {
  server.post("/v1/sites", guarded("sites", async ({ site: id, login }, { body }, reply) => {
    const first = await store.firstSite();
    if (!login || first?.id !== id) return sendProblem(reply, elsewhere);
    const name = parseName(fieldsOf(body).name);
    if (name === undefined) return sendProblem(reply, noName);
    const { site, secret } = newSite(name, now());
    if (!(await store.addSite({ site, ends: secret.slice(-SHOWN_CHARS), by: login }))) return sendProblem(reply, tooMany);
    // The key is shown this once: nobody can ask for it again.
    return reply.code(201).send({ site: { name, key: site.key }, tag: scriptTag(url, site.key), secret } satisfies NewSite);
  }));
}
