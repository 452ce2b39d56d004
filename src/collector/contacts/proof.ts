/** Reads the tokens by which a site's own server says who its visitor is: JWT, signed with HS256 or ES256 and nothing else. */
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify, type JWK, type JWTPayload } from "jose";
import type { Data } from "../../protocol/event";
import type { ProofKey } from "../store/contacts";
import type { Proof } from "../store/store";

export interface TokenOptions {
  keys: ProofKey[];
  /** The site's public key. */
  audience: string;
  /** The collector's clock. */
  now: number;
}

/** What a token says, and the proof of it when it is sound. */
export interface Token {
  claim: Data;
  proof?: Proof;
}

/** Longest time that a token is good for. */
const TOKEN_SECONDS = 600;
/** Clocks of servers differ a little. */
const CLOCK_SECONDS = 5;
const TRAITS = {
  email: ["email"], phone: ["phone", "phone_number"], displayName: ["displayName", "name"], givenName: ["givenName", "given_name"],
  familyName: ["familyName", "family_name"], companyName: ["companyName"],
} as const;

/** @returns for any text something: who signs wrongly, or not at all, still claims */
export async function readToken(token: string, options: TokenOptions): Promise<Token> {
  const payload = await verify(token, options);
  if (!payload) return { claim: toClaim(decode(token) ?? {}) };
  const { jti = "", exp = 0 } = payload;
  return { claim: toClaim(payload), proof: { id: jti, expires: (exp + CLOCK_SECONDS) * 1_000 } };
}

async function verify(token: string, { keys, audience, now }: TokenOptions): Promise<JWTPayload | undefined> {
  for (const key of fitting(token, keys)) {
    try {
      // The algorithm is the key's: a public key is never taken for a shared secret.
      const { payload } = await jwtVerify(token, await toKey(key), { algorithms: [key.algorithm], audience, currentDate: new Date(now), clockTolerance: CLOCK_SECONDS });
      const { exp, jti } = payload;
      const isShort = exp !== undefined && exp * 1_000 <= now + (TOKEN_SECONDS + CLOCK_SECONDS) * 1_000;
      return isShort && typeof jti === "string" && jti !== "" ? payload : undefined;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The key that the token names, or all when it names none. */
function fitting(token: string, keys: ProofKey[]): ProofKey[] {
  try {
    const { kid } = decodeProtectedHeader(token);
    return kid === undefined ? keys : keys.filter(({ id }) => id === kid);
  } catch {
    return [];
  }
}

async function toKey({ algorithm, secret }: ProofKey): Promise<Uint8Array | CryptoKey> {
  return algorithm === "HS256" ? Buffer.from(secret, "base64url") : importJWK(JSON.parse(secret) as JWK, algorithm);
}

function decode(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

function toClaim(payload: JWTPayload): Data {
  const externalId = payload.sub ?? payload.externalId;
  const traits = Object.entries(TRAITS).flatMap(([trait, names]) => {
    const value = names.map((name) => payload[name]).find((one) => typeof one === "string");
    return value === undefined ? [] : [[trait, value]];
  });
  return { ...(externalId !== undefined && { externalId }), ...(traits.length && { traits: Object.fromEntries(traits) }) };
}
