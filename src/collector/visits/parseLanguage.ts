/** Reads from the header `Accept-Language` which language a browser wants most: https://www.rfc-editor.org/rfc/rfc9110#field.accept-language */

/** Browsers send a few tags; what comes behind is not looked at. */
const HEADER_CHARS = 200;
const TAG_CHARS = 35;

/** @returns a tag as BCP 47 writes it, or `undefined` where none is named */
export function parseLanguage(header: string): string | undefined {
  const wanted = header.slice(0, HEADER_CHARS).split(",").map((entry) => {
    const [tag = "", ...parameters] = entry.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  // Of equals the first: sorting keeps their order.
  for (const { tag } of wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)) {
    const language = canonical(tag);
    if (language !== undefined) return language;
  }
  return undefined;
}

function canonical(tag: string): string | undefined {
  try {
    return tag === "" || tag.length > TAG_CHARS ? undefined : Intl.getCanonicalLocales(tag)[0];
  } catch {
    // An asterisk, or no tag at all.
    return undefined;
  }
}
