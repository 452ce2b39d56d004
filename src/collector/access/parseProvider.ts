/** Reads what operators set of their identity provider. */
import { isRole, ROLES } from "../../protocol/roles";
import type { ProviderSettings } from "./provider";
import { parseUrl } from "../../protocol/parseUrl";

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?(\/|$)/;

/** @returns nothing where none is set, or a sentence that says what to change */
export function parseProvider(environment: { [name: string]: string | undefined }): ProviderSettings | undefined | string {
  const read = (name: string) => environment[name]?.trim() ?? "";
  const [issuer, clientId, clientSecret, roles] = [read("PE_OIDC_ISSUER"), read("PE_OIDC_CLIENT_ID"), read("PE_OIDC_CLIENT_SECRET"), read("PE_OIDC_ROLES")];
  if (!issuer && !clientId && !clientSecret && !roles) return undefined;
  // A secret is not repeated where it may be logged.
  if (!issuer || !clientId || !clientSecret) return "PE_OIDC_ISSUER, PE_OIDC_CLIENT_ID and PE_OIDC_CLIENT_SECRET belong together: set all of them, or none.";
  if (!parseUrl(issuer) || !(issuer.startsWith("https://") || LOCAL.test(issuer))) return `PE_OIDC_ISSUER is "${issuer}". Set it to the address of the identity provider: https://login.example.com.`;
  if (!roles) return { issuer, clientId, clientSecret };
  const [, claim, list] = /^([^:=,]+):(.+)$/s.exec(roles) ?? [];
  const values = (list ?? "").split(",").map((entry) => /^(.+)=(.+)$/.exec(entry.trim())?.slice(1).map((part) => part.trim()) ?? []);
  const known = values.flatMap(([value, role]) => (value !== undefined && isRole(role) ? [[value, role] as [string, typeof role]] : []));
  if (claim === undefined || known.length < values.length) return `PE_OIDC_ROLES is "${roles}". Set it to a claim and its values with one of ${Object.keys(ROLES).join(", ")} each: groups: parley-admins=admin, support=agent.`;
  return { issuer, clientId, clientSecret, roles: { claim: claim.trim(), values: known } };
}
