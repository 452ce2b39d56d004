/**
 * A real identity provider as a process of its own. It logs in whomever `login_hint` names and asks nobody anything; whom it knows
 * and what it says of them comes in its environment. Prints its address.
 */
import { createServer } from "node:http";
import { once } from "node:events";
import Provider from "oidc-provider";

const people = JSON.parse(process.env.PEOPLE);
const server = createServer((request, response) => handle(request, response)).listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://localhost:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "parley", client_secret: process.env.SECRET, redirect_uris: [process.env.REDIRECT], token_endpoint_auth_method: "client_secret_post" }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  conformIdTokenClaims: false,
  cookies: { keys: ["key"] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_context, id) => (people[id] ? { accountId: id, claims: () => ({ sub: id, ...people[id] }) } : undefined),
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  pkce: { required: () => true },
});
const serve = provider.callback();

async function handle(request, response) {
  if (!request.url.startsWith("/interaction/")) return serve(request, response);
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") return provider.interactionFinished(request, response, { login: { accountId: params.login_hint } });
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile email");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

console.log(`listening at ${issuer}`);
