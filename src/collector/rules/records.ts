/** Records by the ids of rules: `constructor` and `__proto__` are ids as good as any, so nothing that objects have by birth may be read as theirs. */

export type Records<Value> = { readonly [id: string]: Value };

/** @returns what the record holds of this id itself */
export function ownOf<Value>(records: Records<Value>, id: string): Value | undefined {
  return Object.hasOwn(records, id) ? records[id] : undefined;
}

/** Changes to a record, which stays as it was. */
export interface Edited<Value> {
  get(id: string): Value | undefined;
  set(id: string, value: Value): void;
  drop(id: string): void;
  entries(): [string, Value][];
  /** The record with the changes; the very same object if there are none. */
  result(): { [id: string]: Value };
}

/** Edits a copy, which is made only when something changes. */
export function edit<Value>(before: { [id: string]: Value }): Edited<Value> {
  let copy: Map<string, Value> | undefined;
  const write = () => (copy ??= new Map(Object.entries(before)));
  const get = (id: string) => (copy ? copy.get(id) : ownOf(before, id));
  return {
    get,
    set: (id, value) => void (get(id) !== value && write().set(id, value)),
    drop: (id) => void (get(id) !== undefined && write().delete(id)),
    entries: () => (copy ? [...copy] : Object.entries(before)),
    result: () => (copy ? Object.fromEntries(copy) : before),
  };
}
