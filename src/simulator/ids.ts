/** Makes ids as browsers do, UUIDs of version 7, but such that a day can be told again with the same ones. */
import type { Random } from "./random";

/** @returns the function that makes an id for a moment, milliseconds since 1970 */
export function createIds(random: Random): (at: number) => string {
  return (at) => {
    const time = Math.floor(at).toString(16).padStart(12, "0");
    const digits = random.hex(18);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-8${digits.slice(3, 6)}-${digits.slice(6)}`;
  };
}
