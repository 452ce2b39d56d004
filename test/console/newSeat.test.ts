import { expect, test } from "vitest";
import { newSeat } from "../../src/console/newSeat";
import type { Me } from "../../src/protocol/card";

const ME: Me = { agent: "Ann", role: "agent", may: ["cards.see"], site: { name: "Shop", key: "pk_1" }, codes: ["Sale"], queues: [] };

function hear(told: Partial<Me>, before: Me | undefined = ME) {
  let restarts = 0;
  const seat = newSeat(before, { ...ME, ...told }, () => restarts++);
  return { seat, restarts };
}

test("what is told first is taken, and what is no news changes nothing", () => {
  expect(newSeat(undefined, ME, () => expect.fail())).toBe(ME);
  const { seat, restarts } = hear({ codes: ["Sale"] });
  expect([seat === ME, restarts]).toEqual([true, 0]);
});

test("other codes, queues, permissions, another name of the site and other sites to go to reach the page as it is", () => {
  for (const told of [{ codes: ["Sale", "Refund"] }, { queues: ["Support"] }, { may: ["cards.see", "work"] }, { site: { name: "Store", key: "pk_1" } }, { sites: [{ name: "Blog", key: "pk_2" }, ME.site] }] satisfies Partial<Me>[]) {
    const { seat, restarts } = hear(told);
    expect([seat, restarts]).toEqual([{ ...ME, ...told }, 0]);
  }
});

test("a site that somebody has no more is not offered any more", () => {
  const { seat, restarts } = hear({}, { ...ME, sites: [{ name: "Blog", key: "pk_2" }, ME.site] });
  expect([seat, restarts]).toEqual([ME, 0]);
});

test("where somebody else works by now, the page begins anew, and shows nothing of theirs before", () => {
  for (const told of [{ agent: "Bo" }, { role: "viewer" }, { site: { name: "Shop", key: "pk_2" } }] satisfies Partial<Me>[]) {
    const { seat, restarts } = hear({ ...told, codes: ["Theirs"] });
    expect([seat === ME, restarts]).toEqual([true, 1]);
  }
});
