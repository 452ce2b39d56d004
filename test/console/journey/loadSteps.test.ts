import { expect, test } from "vitest";
import { loadSteps } from "../../src/console/loadSteps";
import type { Reply } from "../../src/console/desk";
import type { ConversationCard, Journey, Step } from "../../src/protocol/card";

const step = (id: string, at: number): Step => ({ id, type: "page.viewed", at, source: "page", data: {} });
const talk = (told: Partial<ConversationCard> = {}): ConversationCard =>
  ({ kind: "conversation", id: "c/1", status: "waiting", channel: "chat", queues: [], agents: [], startedAt: 0, since: 0, waitedMs: 0, talkedMs: 0, lastAt: 0, n: 1, ...told });

function answering(answers: { [path: string]: Step[] }) {
  const asked: string[] = [];
  const ask = async <T>(path: string): Promise<Reply<T>> => {
    asked.push(path);
    const steps = answers[path];
    if (!steps) return { ok: false, reason: "No." };
    const journey: Journey = { steps };
    // The one cast: the stand-in answers this question only.
    return { ok: true, body: journey as T };
  };
  return { asked, ask };
}

test("a conversation's journey begins with its visit, and tells each step once", async () => {
  const desk = answering({ "/v1/journey?conversation=c%2F1": [step("b", 2), step("d", 4)], "/v1/journey?session=w": [step("a", 1), step("b", 2), step("e", 5)] });
  const reply = await loadSteps(desk, talk({ session: "w" }));
  expect(reply.ok && reply.body.map(({ id }) => id)).toEqual(["a", "b", "d", "e"]);
});

test("a conversation without a visit has a journey of its own", async () => {
  const desk = answering({ "/v1/journey?conversation=c%2F1": [step("a", 1)] });
  expect(await loadSteps(desk, talk())).toMatchObject({ ok: true });
  expect(desk.asked).toEqual(["/v1/journey?conversation=c%2F1"]);
});

test("half a journey is none", async () => {
  expect(await loadSteps(answering({ "/v1/journey?conversation=c%2F1": [] }), talk({ session: "w" }))).toEqual({ ok: false, reason: "No." });
});
