/** Decides which addresses from a visitor's browser may become links, shortens them for reading, and says where visitors came from. */
import type { Campaign } from "../protocol/campaign";

/** @returns the address when it leads to the web; `javascript:`, `data:` and everything else stays text */
export function webAddress(text: string | undefined): string | undefined {
  const url = parsed(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** Host and path without what only machines read; a text that is no address stays as it is. */
export function shortAddress(text: string): string {
  const url = parsed(text);
  return url && /^https?:$/.test(url.protocol) ? url.host + (url.pathname === "/" ? "" : url.pathname) : text;
}

/** Where a visitor came from: the campaign's source, or else the name of another site than the one of `url`. */
export function cameFrom({ url, referrer, campaign }: { url?: string; referrer?: string; campaign?: Campaign | undefined }): string | undefined {
  if (campaign?.source) return campaign.source;
  const from = parsed(webAddress(referrer));
  return from && from.origin !== parsed(url)?.origin ? from.host : undefined;
}

function parsed(text: string | undefined): URL | undefined {
  try {
    return text ? new URL(text) : undefined;
  } catch {
    return undefined;
  }
}
