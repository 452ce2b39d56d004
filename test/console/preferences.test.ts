import { expect, test } from "vitest";
import { keepPreferences, readPreferences } from "../../src/console/preferences";

const FIRST = { shortcuts: true, sound: false, notify: false, quiet: true };

/** As much of the browser's storage as is used. */
function createStorage(kept?: string) {
  const all = new Map(kept === undefined ? [] : [["parley.preferences", kept]]);
  return { getItem: (key: string) => all.get(key) ?? null, setItem: (key: string, value: string) => void all.set(key, value) };
}
const refuse = () => {
  throw new DOMException("Not here", "SecurityError");
};

test("who has chosen nothing has keys, and neither sound nor notification", () => {
  expect(readPreferences(createStorage())).toEqual(FIRST);
});

test("what was chosen is found again", () => {
  const storage = createStorage();
  const chosen = { shortcuts: false, sound: true, notify: true, quiet: false };
  keepPreferences(chosen, storage);
  expect(readPreferences(storage)).toEqual(chosen);
});

test("what an older or a newer console has kept counts as far as it is understood", () => {
  const kept = { sound: true, quiet: "no", notify: 1, shortcuts: null, theme: "dark", toString: true };
  expect(readPreferences(createStorage(JSON.stringify(kept)))).toEqual({ ...FIRST, sound: true });
});

test.each(["", "{", "null", "7", '"on"', "[true]"])("what is kept may be anything: %s", (kept) => {
  expect(readPreferences(createStorage(kept))).toEqual(FIRST);
});

test("where the browser keeps nothing, the first ones hold, and a choice throws nothing", () => {
  expect(readPreferences({ getItem: refuse })).toEqual(FIRST);
  expect(() => keepPreferences(FIRST, { setItem: refuse })).not.toThrow();
});
