import { expect, test } from "vitest";
import { isKey, matches } from "../../src/console/matches";
import type { ConversationCard, SessionCard } from "../../src/protocol/card";
import { sessionCode } from "../../src/protocol/id";

const session = (told: Partial<SessionCard>): SessionCard => ({ kind: "session", id: "a", code: "012345", visitor: "a", pages: 1, startedAt: 0, lastAt: 0, n: 1, ...told });
const talk = (told: Partial<ConversationCard>): ConversationCard =>
  ({ kind: "conversation", id: "a", status: "waiting", channel: "chat", queues: [], agents: [], startedAt: 0, since: 0, waitedMs: 0, talkedMs: 0, lastAt: 0, n: 1, ...told });

test("finds cards by the code that a visitor reads out, and by name", () => {
  expect(matches(session({ code: "004711" }), " 004711 ", 0)).toBe(true);
  expect(matches(talk({ session: "w" }), sessionCode("w"), 0)).toBe(true);
  expect(matches(talk({ name: "Ada Lovelace" }), "love", 0)).toBe(true);
  expect(matches(talk({ name: "Ada Lovelace" }), "grace", 0)).toBe(false);
});

test("a name is found without its accents, however they were written, and in any order of its words", () => {
  for (const name of ["Alan Dvořák", "Alan Dvo\u0159a\u0301k"]) for (const typed of ["dvorak", "DVOŘÁK", "dvorak  alan"]) expect([name, typed, matches(talk({ name }), typed, 0)]).toEqual([name, typed, true]);
  expect(matches(talk({ name: "Alan Dvořák" }), "dvorak hal", 0)).toBe(false);
  // Words of two texts are not one.
  expect(matches(talk({ name: "Alan Dvořák", queues: ["Sales"] }), "alan sales", 0)).toBe(false);
});

test("a code is found however it was grouped, and a dash alone finds no code", () => {
  for (const typed of ["854 613", "854-613", "85 46 13", "854\u00a0\u2013 613"]) {
    expect(matches(session({ code: "854613" }), typed, 0)).toBe(true);
    expect(matches(session({ code: "854614" }), typed, 0)).toBe(false);
  }
  expect(matches(session({}), "-", 0)).toBe(false);
});

test("the directory is asked for whole e-mails and for ends of phones, and for nothing else", () => {
  expect(["ada@example.com", " +44 7911 123456", "(020) 7946-0958", "12345"].map(isKey)).toEqual([true, true, true, true]);
  expect(["ada", "ada@", "ada@example", "1234", "", "Sales 12345"].map(isKey)).toEqual([false, false, false, false, false, false]);
});
