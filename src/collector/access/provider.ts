/** Logs people in by the operator's own identity provider: OpenID Connect, with code, PKCE, state and nonce. */
import * as client from "openid-client";
import type { Role } from "../../protocol/roles";
import { createToken, hashToken } from "./token";

export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Which claim says what somebody is, and the role that each of its values means, the strongest first; none where accounts say so themselves. */
  roles?: { claim: string; values: [value: string, role: Role][] };
}

/** Whom the provider vouches for. */
export interface Provided {
  /** The provider and its own name for them: that never changes, and is nobody else's. */
  subject: string;
  name?: string;
  /** Only where the provider has verified it. */
  email?: string;
  /** By the claim; `null` where it names none of the values. */
  role?: Role | null;
}

export interface Provider {
  /**
   * @param to where this browser is let go on to afterwards
   * @returns the provider's address for it, and the `Set-Cookie` value by which it is known when it comes back
   */
  begin(to: string): Promise<{ url: string; cookie: string }>;
  /** @returns `undefined` where this is not the answer to what this browser asked, or is not sound */
  finish(given: { url: string; cookies: string | undefined }): Promise<{ person: Provided; cookie: string; to: string } | undefined>;
}

export interface ProviderDependencies {
  settings: ProviderSettings;
  /** The collector's own public address. */
  own: string;
  now: () => number;
  /** Hears why an answer was not sound, or the provider could not be asked. */
  failed: (problem: unknown) => void;
}

export const CALLBACK = "/console/provider/callback";
const COOKIE = "pe_provider";
const BEGUN_MS = 10 * 60_000;
/** Most who are on their way at once. */
const BEGUN = 1_000;
const TOKEN_CHARS = 32;

interface Begun {
  verifier: string;
  state: string;
  nonce: string;
  to: string;
  until: number;
}

export function createProvider({ settings, own, now, failed }: ProviderDependencies): Provider {
  const { issuer, clientId, clientSecret, roles } = settings;
  const begun = new Map<string, Begun>();
  const isSecure = own.startsWith("https:");
  const cookie = (value: string, seconds: number) => `${COOKIE}=${value}; Path=/console/provider; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;

  let known: Promise<client.Configuration> | undefined;
  const find = () => {
    // What a provider on this machine says is not overheard.
    const execute = new URL(issuer).protocol === "http:" ? [client.allowInsecureRequests] : [];
    known ??= client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretPost(clientSecret), { execute }).catch((problem: unknown) => {
      known = undefined;
      throw problem;
    });
    return known;
  };
  const take = (cookies = ""): Begun | undefined => {
    const token = cookies.split(";").map((pair) => pair.trim()).find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
    const key = hashToken(token ?? "");
    const found = begun.get(key);
    begun.delete(key);
    return found && found.until > now() ? found : undefined;
  };

  return {
    async begin(to) {
      const configuration = await find();
      const one = { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce(), to, until: now() + BEGUN_MS };
      const token = createToken("", TOKEN_CHARS);
      begun.set(hashToken(token), one);
      const [oldest] = begun.keys();
      if (begun.size > BEGUN && oldest !== undefined) begun.delete(oldest);
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: own + CALLBACK, scope: "openid profile email", state: one.state, nonce: one.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(one.verifier), code_challenge_method: "S256",
      });
      return { url: url.href, cookie: cookie(token, BEGUN_MS / 1_000) };
    },
    async finish({ url, cookies }) {
      const one = take(cookies);
      if (!one) return undefined;
      try {
        const tokens = await client.authorizationCodeGrant(await find(), new URL(url, own), { pkceCodeVerifier: one.verifier, expectedState: one.state, expectedNonce: one.nonce, idTokenExpected: true });
        const claims = tokens.claims();
        if (!claims) return undefined;
        return { person: toPerson(claims, roles), cookie: cookie("", 0), to: one.to };
      } catch (problem) {
        failed(problem);
        return undefined;
      }
    },
  };
}

function toPerson(claims: { [claim: string]: unknown; iss: string; sub: string }, roles: ProviderSettings["roles"]): Provided {
  const { iss, sub, name, email, email_verified: isVerified } = claims;
  return {
    subject: `${iss} ${sub}`,
    ...(typeof name === "string" && { name }),
    ...(typeof email === "string" && isVerified === true && { email }),
    ...(roles && { role: roleOf(claims[roles.claim], roles.values) }),
  };
}

function roleOf(claim: unknown, values: [value: string, role: Role][]): Role | null {
  const held = [claim].flat();
  return values.find(([value]) => held.includes(value))?.[1] ?? null;
}
