/** Reads how a site wants its visitors to be found, from the script tag or from `pe.init`. */
import type { CaptureMoment, IdentityOptions } from "../../sdk/types";

export interface Settings {
  moments: ReadonlySet<CaptureMoment>;
  region: string | undefined;
  /** Is the region only that of the page's language? */
  isGuess: boolean;
  hash: boolean;
  /** Only forms and fields within an element like this. */
  forms: string | undefined;
  skipFormsWith: readonly string[];
}

const MOMENTS: readonly CaptureMoment[] = ["submit", "blur", "abandon"];

/** @param options the page's options: those of the tag are texts with names of their own */
export function readSettings(options: { identity?: IdentityOptions | false; [tag: string]: unknown }, language: string): Settings {
  const { identity } = options;
  const given: IdentityOptions = { ...(identity === false ? { capture: "off" } : identity) };
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const capture = given.capture ?? text(options.identityCapture) ?? (options.identityCapture === false ? "off" : "submit");
  const chosen = typeof capture === "string" ? capture.split(/[\s,]+/) : Array.isArray(capture) ? capture : [];
  const region = (given.region ?? text(options.identityRegion) ?? "").toUpperCase();
  const isRegion = /^[A-Z]{2}$/.test(region);
  return {
    moments: new Set(MOMENTS.filter((moment) => chosen.includes(moment))),
    isGuess: !isRegion,
    region: isRegion ? region : /^\w{2,3}[-_]([a-z]{2})$/i.exec(language)?.[1]?.toUpperCase(),
    hash: Boolean(given.hash ?? options.identityHash),
    forms: given.forms,
    skipFormsWith: given.skipFormsWith ?? [],
  };
}
