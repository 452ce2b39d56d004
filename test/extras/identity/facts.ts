/** Fields as a page may write them, for tests of what is made of them. */
import { kindOf } from "../../../src/extras/identity/kind";
import type { Facts } from "../../../src/extras/identity/kind";
import { toWords } from "../../../src/extras/identity/words";
import type { Box } from "../../../src/extras/identity/join";

export const aField = ({ name = "", label = "", ...rest }: Partial<Facts>): Facts => ({ type: "text", inputMode: "", autocomplete: "", ...rest, name: toWords(name), label: toWords(label) });

/** A box with what was typed into it, named in the result by its place in the page. */
export const aBox = (field: number, value: string, { name = "", label = "", maxLength = Infinity, dial, ...rest }: Partial<Facts> & { maxLength?: number; dial?: string }): Box<number> => ({
  field,
  kind: kindOf(aField({ name, label, ...rest })),
  value,
  name: toWords(name),
  labelled: toWords(label) !== "",
  maxLength,
  dial,
});
