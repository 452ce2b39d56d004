/**
 * Makes a text fit for every store and screen: half characters become U+FFFD, and control characters that no visitor
 * types are removed. PostgreSQL refuses both, and C programs stop reading at NUL.
 */
export function clean(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD").replace(/[\0-\x08\x0B-\x1F]/g, "");
}
