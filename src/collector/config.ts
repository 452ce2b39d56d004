/** What an operator may set. One table: the start reads it, and the list in docs/OPERATING.md is checked against it. */
import { isIP } from "node:net";
import { TELLABLE, type Tellable } from "../protocol/push";
import { KEEP_DAYS, THIS_MACHINE, type SettingName } from "../protocol/settings";
import { parseProvider } from "./access/parseProvider";
import type { ProviderSettings } from "./access/provider";
import { parseOrigin } from "./access/origins";
import { SETTING_VARIABLES } from "./settings/defaults";
import { parseMasterKeys } from "./vault/masterKeys";

/** Chromium keeps no cookie for longer. */
const MOST_COOKIE_DAYS = 400;
/** From whom browsers take a cookie that is marked secure: Chromium and Firefox from localhost and all names below it, too. */
const SECURE = /^(https:|http:\/\/([\w-]+\.)*localhost(:\d+)?$)/;

export const VARIABLES = {
  PORT: { default: "8787", meaning: "Port to listen on." },
  HOST: { default: "127.0.0.1", meaning: "Address to listen on; 0.0.0.0 for all of this machine's." },
  PE_DATA: { default: "./data", meaning: "Folder of the database." },
  PE_URL: { default: "http://localhost:PORT", meaning: "Public address of the collector, as browsers reach it." },
  PE_ORIGINS: { default: "this machine", meaning: "Websites that may send, to whichever site, separated by commas: https://example.com, https://*.example.com. Not set: what the console says of each site." },
  PE_SITE: { default: "My website", meaning: "Name of the site that the first start creates; admins make others." },
  PE_TRUST_PROXY: { default: "", meaning: "Addresses of reverse proxies whose X-Forwarded headers count, separated by commas." },
  PE_GEO: { default: "", meaning: "File of a database of places by IP address, in MaxMind's format (.mmdb): then a visit's country, region and city are told, as far as it knows them." },
  PE_MASTER_KEY: { default: "", meaning: "Keys that seal people's data, 32 bytes each as base64, separated by commas: the first seals, all open. None: one is made, in master.key in the data folder." },
  PE_KEEP_ANONYMOUS_DAYS: { default: "60", meaning: "Days that events of visitors are kept who never said who they are, on every site. Not set: what the console says of each site." },
  PE_KEEP_IDENTIFIED_DAYS: { default: "395", meaning: "Days that all other events are kept, on every site. Not set: what the console says of each site." },
  PE_COOKIE_DAYS: { default: "0", meaning: "Days that browsers keep the visitor's id in a cookie of the collector, for pages with the option `cookie`; 0 for no cookie. Needs https, or localhost." },
  PE_TELL_PAGES: { default: "", meaning: "What pages are told of their visitor's conversations besides that something happened: queue, agent, code, separated by commas." },
  PE_WEBHOOK_INTRANET: { default: "off", meaning: "Where webhooks may go: off is public addresses by https on port 443 or 8443; on is private ones as well, any port, and http." },
  PE_RULES: { default: "", meaning: "File with the first site's rules, as JSON: what it says runs from the start on, and whenever the file changes or the process gets SIGHUP." },
  PE_ADMIN_LINK: { default: "off", meaning: "Whether the start prints a link that makes an admin of the first site: on for operators who have lost access. Before there is an account, every start prints one." },
  PE_OIDC_ISSUER: { default: "", meaning: "Address of an identity provider that speaks OpenID Connect: then people may log in by it. Its client's redirect address is PE_URL with /console/provider/callback." },
  PE_OIDC_CLIENT_ID: { default: "", meaning: "Id of the client that the identity provider knows this collector as." },
  PE_OIDC_CLIENT_SECRET: { default: "", meaning: "Secret of that client." },
  PE_OIDC_ROLES: { default: "", meaning: "Which claim says what somebody is on the first site, and the role of each value, the first that fits: groups: parley-admins=admin, support=agent. Nobody else gets in there. None: those who have an account get in, with its role." },
  PE_LOG: { default: "error", meaning: "How much to log: error or info." },
} as const;

export interface Config {
  port: number;
  host: string;
  data: string;
  /** Without a slash at the end. */
  url: string;
  /** In the form that `createOriginCheck` takes; the collector's own is not among them. */
  origins: string[];
  /** Settings that the environment sets: they cannot be changed in the console. */
  fixed: SettingName[];
  site: string;
  trustProxy: string[];
  /** File of the database of places. */
  geo: string | undefined;
  /** As given; none means the file in the data folder. */
  masterKey: string | undefined;
  keepAnonymousDays: number;
  keepIdentifiedDays: number;
  /** No cookie is 0. */
  cookieDays: number;
  /** What pages may know of their visitor's conversations. */
  tellPages: Tellable[];
  /** May webhooks go to private addresses, any port, and by http? */
  webhookIntranet: boolean;
  /** Path of the file with rules. */
  rules: string | undefined;
  /** Does the start print a link that makes an admin though there are accounts? */
  adminLink: boolean;
  /** The identity provider that people may log in by. */
  provider: ProviderSettings | undefined;
  log: "error" | "info";
}

type Environment = { [name: string]: string | undefined };

/** @returns the configuration, or sentences that say what to change */
export function parseConfig(environment: Environment): { config: Config } | { problems: string[] } {
  const problems: string[] = [];
  const read = (name: keyof typeof VARIABLES) => environment[name]?.trim() || VARIABLES[name].default;
  const list = (name: keyof typeof VARIABLES) => (environment[name] ?? "").split(",").map((entry) => entry.trim()).filter((entry) => entry);
  const wrong = (name: keyof typeof VARIABLES, advice: string) => problems.push(`${name} is "${environment[name]}". ${advice}`);

  const port = Number(read("PORT"));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) wrong("PORT", "Set it to a whole number from 1 to 65535.");

  const url = environment.PE_URL?.trim().replace(/\/+$/, "") || `http://localhost:${port}`;
  const own = parseOrigin(url);
  if (environment.PE_URL && (!own || url.includes("*"))) wrong("PE_URL", "Set it to the address that browsers use, without a path: https://collect.example.com.");

  const entries = list("PE_ORIGINS");
  const origins = entries.map((entry) => {
    const origin = parseOrigin(entry);
    if (!origin) wrong("PE_ORIGINS", `"${entry}" is no origin. Write scheme and host, and the port if it is unusual: https://example.com or https://*.example.com.`);
    return origin ?? "";
  });

  const log = read("PE_LOG");
  if (log !== "error" && log !== "info") wrong("PE_LOG", "Set it to error or info.");

  const intranet = read("PE_WEBHOOK_INTRANET");
  if (intranet !== "off" && intranet !== "on") wrong("PE_WEBHOOK_INTRANET", "Set it to off or on.");

  const adminLink = read("PE_ADMIN_LINK");
  if (adminLink !== "off" && adminLink !== "on") wrong("PE_ADMIN_LINK", "Set it to off or on.");

  const provider = parseProvider(environment);
  if (typeof provider === "string") problems.push(provider);

  const trustProxy = list("PE_TRUST_PROXY");
  if (!trustProxy.every(isNetwork)) wrong("PE_TRUST_PROXY", "List addresses or networks: 127.0.0.1, 10.0.0.0/8.");

  const masterKey = environment.PE_MASTER_KEY?.trim() || undefined;
  // A secret is not repeated where it may be logged.
  if (masterKey !== undefined && !parseMasterKeys(masterKey)) problems.push("PE_MASTER_KEY holds no keys of 32 bytes as base64, separated by commas. Make one with: openssl rand -base64 32");

  const days = (name: "PE_KEEP_ANONYMOUS_DAYS" | "PE_KEEP_IDENTIFIED_DAYS") => {
    const count = Number(read(name));
    if (!Number.isInteger(count) || count < 1 || count > KEEP_DAYS) wrong(name, `Set it to a whole number of days from 1 to ${KEEP_DAYS}.`);
    return count;
  };
  const [keepAnonymousDays, keepIdentifiedDays] = [days("PE_KEEP_ANONYMOUS_DAYS"), days("PE_KEEP_IDENTIFIED_DAYS")];

  const cookieDays = Number(read("PE_COOKIE_DAYS"));
  if (!Number.isInteger(cookieDays) || cookieDays < 0 || cookieDays > MOST_COOKIE_DAYS) wrong("PE_COOKIE_DAYS", `Set it to a whole number of days up to ${MOST_COOKIE_DAYS}, or to 0.`);
  else if (cookieDays && !SECURE.test(own ?? url)) problems.push(`PE_COOKIE_DAYS needs a collector with https, or on localhost: browsers take no such cookie from ${own ?? url}. Set PE_URL.`);

  const told = list("PE_TELL_PAGES");
  const tellPages = TELLABLE.filter((field) => told.includes(field));
  if (told.some((field) => !tellPages.includes(field as Tellable))) wrong("PE_TELL_PAGES", `List some of ${TELLABLE.join(", ")}, separated by commas, or nothing.`);

  if (problems.length) return { problems };
  return {
    config: {
      port,
      host: read("HOST"),
      data: read("PE_DATA"),
      url: own ?? url,
      origins: entries.length ? origins : [THIS_MACHINE],
      fixed: (Object.keys(SETTING_VARIABLES) as SettingName[]).filter((name) => environment[SETTING_VARIABLES[name]!]?.trim()),
      site: read("PE_SITE"),
      trustProxy,
      geo: environment.PE_GEO?.trim() || undefined,
      masterKey,
      keepAnonymousDays,
      keepIdentifiedDays,
      cookieDays,
      tellPages,
      webhookIntranet: intranet === "on",
      rules: environment.PE_RULES?.trim() || undefined,
      provider: typeof provider === "string" ? undefined : provider,
      adminLink: adminLink === "on",
      log: log === "info" ? "info" : "error",
    },
  };
}

function isNetwork(entry: string): boolean {
  const [address = "", bits, ...rest] = entry.split("/");
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}
