import { expect, test } from "vitest";
import { joined, loadEarlier, loadSteps, queriesOf, renew, scopesOf, type Reel } from "../../../src/console/journey/loadSteps";
import type { Reply } from "../../../src/console/desk";
import type { Journey, Step } from "../../../src/protocol/card";

const step = (id: string, at: number): Step => ({ id, n: at, type: "page.viewed", at, source: "page", data: {} });
const ids = ({ steps }: { steps: Step[] }) => steps.map(({ id }) => id).join("");

function answering(answers: { [path: string]: Journey }) {
  const asked: string[] = [];
  const ask = async <T>(path: string): Promise<Reply<T>> => {
    asked.push(path);
    const journey = answers[path];
    // The one cast: the stand-in answers this question only.
    return journey ? { ok: true, body: journey as T } : { ok: false, reason: "No." };
  };
  return { asked, ask };
}
const whole = (...steps: Step[]): Journey => ({ steps, earlier: 0 });
const load = async (desk: ReturnType<typeof answering>, queries: string[]): Promise<Reel[]> => {
  const reply = await loadSteps(desk, queries);
  if (!reply.ok) throw new Error(reply.reason);
  return reply.body;
};

test("a card offers what there is of it, and asks for the visit together with its conversation", () => {
  const talk = { kind: "conversation", id: "c/1" } as const;
  expect(scopesOf({ kind: "session", id: "w" })).toEqual(["session"]);
  expect(scopesOf({ kind: "session", id: "w", visitor: "v" })).toEqual(["session", "visitor"]);
  expect(scopesOf({ ...talk, who: "customer-1" })).toEqual(["conversation", "visitor"]);
  expect(scopesOf({ ...talk, session: "w", visitor: "v", contact: "k" })).toEqual(["session", "conversation", "contact"]);
  expect(queriesOf({ ...talk, session: "w" }, "session")).toEqual(["conversation=c%2F1", "session=w"]);
  expect(queriesOf({ ...talk, session: "w" }, "conversation")).toEqual(["conversation=c%2F1"]);
  expect(queriesOf({ ...talk, who: "customer-1", visitor: "v" }, "visitor")).toEqual(["visitor=customer-1"]);
  expect(queriesOf({ kind: "session", id: "w", contact: "k" }, "contact")).toEqual(["contact=k"]);
});

test("a conversation's journey begins with its visit, and tells each step once", async () => {
  const desk = answering({ "/v1/journey?conversation=c": whole(step("b", 2), step("d", 4)), "/v1/journey?session=w": whole(step("a", 1), step("b", 2), step("e", 5)) });
  expect(ids(joined(await load(desk, ["conversation=c", "session=w"])))).toBe("abde");
});

test("half a journey is none", async () => {
  expect(await loadSteps(answering({ "/v1/journey?conversation=c": whole() }), ["conversation=c", "session=w"])).toEqual({ ok: false, reason: "No." });
});

test("earlier steps come page by page, until there are none", async () => {
  const desk = answering({
    "/v1/journey?session=w": { steps: [step("d", 4), step("e", 5)], earlier: 3, before: "4.4.4" },
    "/v1/journey?session=w&before=4.4.4": { steps: [step("b", 2), step("c", 3)], earlier: 1, before: "2.2.2" },
    "/v1/journey?session=w&before=2.2.2": whole(step("a", 1)),
  });
  let reels = await load(desk, ["session=w"]);
  for (const [expected, earlier] of [["de", 3], ["bcde", 1], ["abcde", 0]] as const) {
    expect([ids(joined(reels)), joined(reels).earlier]).toEqual([expected, earlier]);
    const reply = await loadEarlier(desk, reels);
    if (reply.ok) reels = reply.body;
  }
  expect(desk.asked).toHaveLength(3);
});

test("what is new joins what is held, and what is gone goes; pages of before stay", () => {
  const held: Reel[] = [{ query: "q", steps: [step("a", 1), step("b", 2), step("c", 3)], earlier: 7, before: "1.1.1" }];
  // The collector tells the newest two, of five.
  expect(renew(held, [{ query: "q", steps: [step("c", 3), step("d", 4)], earlier: 9, before: "3.3.3" }])).toMatchObject([{ earlier: 7, before: "1.1.1", steps: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }] }]);
  expect(renew(held, [{ query: "q", ...whole(step("b", 2)) }])).toEqual([{ query: "q", ...whole(step("b", 2)) }]);
  expect(renew(undefined, [{ query: "q", ...whole() }])).toEqual([{ query: "q", ...whole() }]);
});

test("where one answer does not reach back as far as another, nothing is shown with a hole in it", () => {
  const reels: Reel[] = [
    { query: "session=w", steps: [step("d", 4), step("e", 5)], earlier: 3, before: "4.4.4" },
    { query: "conversation=c", ...whole(step("a", 1), step("e", 5)) },
  ];
  expect([ids(joined(reels)), joined(reels).earlier]).toEqual(["de", 4]);
});
