import { parse } from "csv-parse/sync";
import { isValidPhoneNumber } from "libphonenumber-js/max";
import { expect, it } from "vitest";
import { contactsCsv, personOf } from "../../src/simulator/people";
import { createRandom } from "../../src/simulator/random";

const people = Array.from({ length: 4_100 }, (_, number) => personOf(number));

it("are told apart by their ids, addresses and phones", () => {
  for (const key of ["externalId", "email", "phone"] as const) {
    const known = people.flatMap((person) => person[key] ?? []);
    expect(new Set(known).size).toBe(known.length);
  }
  expect(people.filter(({ phone }) => phone === undefined)).toHaveLength(100);
});

it("have phones that are valid and that are nobody's, and addresses that are nobody's", () => {
  expect(people.filter(({ phone }) => phone !== undefined && !(isValidPhoneNumber(phone) && /^\+1\d{3}55501\d\d$/.test(phone)))).toEqual([]);
  expect(people.filter(({ email }) => !/^[a-z0-9.]+@example\.(com|org|net)$/.test(email))).toEqual([]);
});

it("are the rows of a file", () => {
  const rows = parse(contactsCsv(3), { columns: true }) as { [column: string]: string }[];
  expect(rows.map((row) => [row.external_id, row["first name"], row.email, row.phone])).toEqual(people.slice(0, 3).map(({ externalId, givenName, email, phone }) => [externalId, givenName, email, phone]));
});

it("chance keeps to its shares, and what one takes from it changes nothing for others", () => {
  const random = createRandom("shares");
  const share = Array.from({ length: 20_000 }, () => random.chance(0.3)).filter(Boolean).length / 20_000;
  expect(Math.abs(share - 0.3)).toBeLessThan(0.015);
  const times = Array.from({ length: 20_000 }, () => random.around(1_000)).sort((a, b) => a - b);
  expect(Math.abs(times[10_000]! - 1_000)).toBeLessThan(30);
  const waited = Array.from({ length: 20_000 }, () => random.wait(1_000)).reduce((sum, ms) => sum + ms, 0) / 20_000;
  expect(Math.abs(waited - 1_000)).toBeLessThan(40);
  const weighed = Array.from({ length: 20_000 }, () => random.weigh([["a", 1], ["b", 3], ["never", 0]])).filter((one) => one === "b").length / 20_000;
  expect(Math.abs(weighed - 0.75)).toBeLessThan(0.015);
  const [one, other] = [createRandom("x"), createRandom("x")];
  other.next();
  expect(one.fork("y").hex(16)).toBe(other.fork("y").hex(16));
  expect(() => random.pick([])).toThrow(RangeError);
});
