/**
 * Measures how deep a JSON text nests before anything recursive touches it: two hundred thousand brackets fit into a
 * small body, and a parser would build an object for each.
 *
 * @returns whether it stays within `limit` levels; whether it is JSON at all is for the parser to say
 */
export function isShallow(json: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const char = json[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") {
      if (++depth > limit) return false;
    } else if (char === "}" || char === "]") depth--;
  }
  return true;
}
