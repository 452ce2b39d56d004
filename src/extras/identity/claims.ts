/** Makes claims of what was found: normalised beside what was typed, each value once, and as hashes only where a site wants no more. */
import { normalizeEmail } from "../../protocol/email";
import type { IdentityClaim } from "../../protocol/event";
import type { Moment } from "../../sdk/pipeline";
import type { Finding } from "./collect";
import { toE164 } from "./phone";
import type { Settings } from "./settings";

export interface Claims {
  /** Computes the hashes ahead, so that a page that leaves need not wait for them. */
  prepare(findings: Finding[]): void;
  /** Says what was found in a form, unless this page has said so already. */
  tell(findings: Finding[], about: Pick<IdentityClaim, "form" | "moment">): void;
  /** Says what the page itself tells of its visitor. */
  pass(claim: IdentityClaim, moment: Moment | undefined): Promise<void>;
  /** Settles when everything has been said. */
  settle(): Promise<unknown>;
}

export interface ClaimsOptions {
  settings: Pick<Settings, "hash" | "region">;
  emit: (claim: IdentityClaim, moment?: Moment) => void;
  /** Now and here. */
  moment: () => Moment;
  debug: (message: string) => void;
}

export function createClaims({ settings, emit, moment, debug }: ClaimsOptions): Claims {
  const { hash, region } = settings;
  const said = new Map<string, string>();
  const hashes = new Map<string, string | Promise<string | undefined>>();
  let last: Promise<unknown> = Promise.resolve();

  const digest = async (text: string): Promise<string | undefined> => {
    // Pages without TLS have none; a value that cannot be hashed is not sent at all.
    const { subtle } = crypto as { subtle?: SubtleCrypto };
    if (!subtle) {
      debug("insecure-context: hashes need https");
      return undefined;
    }
    const bytes = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    hashes.set(text, hex);
    return hex;
  };
  const hashOf = (text: string) => {
    if (!hashes.has(text)) hashes.set(text, digest(text));
    return hashes.get(text);
  };
  /** What is hashed, and for whom it must be the same everywhere: the normalised e-mail, or E.164 with its plus. */
  const keyOf = ({ key, phone, region: own }: Finding) => key ?? toE164(phone ?? "", own ?? region).e164;

  const tellHash = (kind: "emailHash" | "phoneHash", key: string, rest: IdentityClaim) => {
    const known = hashOf(key);
    if (typeof known === "string") return emit({ [kind]: known, ...rest });
    // Of the moment at which it was found, and behind those that were found before.
    const when = moment();
    last = Promise.all([known, last]).then(([hex]) => hex && emit({ [kind]: hex, ...rest }, when));
  };

  return {
    prepare(findings) {
      if (hash) for (const key of findings.filter(({ isTaken }) => isTaken()).map(keyOf)) if (key) void hashOf(key);
    },
    tell(findings, about) {
      const news = findings.filter((finding) => {
        const { email, phone } = finding;
        const kind = email === undefined ? "phone" : "email";
        const value = keyOf(finding) ?? (phone ?? "").replace(/[^\d+]/g, "");
        // A value that was corrected and then put back is news again.
        return said.get(kind) !== value && finding.isTaken() && said.set(kind, value);
      });
      // Only now, as whoever hears of it may change the page.
      for (const finding of news) {
        const { email, phone, region: own = region } = finding;
        const key = keyOf(finding);
        if (hash) {
          if (key) tellHash(email === undefined ? "phoneHash" : "emailHash", key, about);
        } else if (email !== undefined) emit({ email, ...about });
        else emit({ phone: phone!, ...(key && { e164: key }), ...(own && /^[A-Z]{2}$/.test(own) && { region: own }), ...about });
      }
    },
    async pass({ traits, ...rest }, moment) {
      if (!hash || !traits) return emit({ ...rest, ...(traits && { traits }) }, moment);
      const { email, phone, ...others } = traits;
      const emailHash = email === undefined ? undefined : await hashOf(normalizeEmail(`${email}`) ?? "");
      const e164 = phone === undefined ? undefined : toE164(`${phone}`, region).e164;
      const phoneHash = e164 === undefined ? undefined : await hashOf(e164);
      emit({ ...rest, traits: others, ...(emailHash && { emailHash }), ...(phoneHash && { phoneHash }) }, moment);
    },
    settle: () => last,
  };
}
