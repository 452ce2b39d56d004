/** Decides which addresses from a visitor's browser may become links, and shortens them for reading. */

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

/** Where the visitor came from, by the name of the site. */
export function hostOf(text: string | undefined): string | undefined {
  return webAddress(text) && parsed(text)?.host;
}

function parsed(text: string | undefined): URL | undefined {
  try {
    return text ? new URL(text) : undefined;
  } catch {
    return undefined;
  }
}
