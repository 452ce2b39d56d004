/** Which events a webhook is told of: types as they are, all that begin with a word, or all. */

const ALL = "*";
const REST = ".*";

/** @param types `conversation.ended`; `conversation.*`; `*` */
export function fits(types: string[], type: string): boolean {
  return types.some((one) => one === ALL || one === type || (one.endsWith(REST) && type.startsWith(one.slice(0, -1))));
}

/** Is it a type, or one of the two patterns? */
export function isPattern(text: string): boolean {
  return text === ALL || /^[^*\s]+(\.\*)?$/.test(text);
}
