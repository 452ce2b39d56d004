import { describe, expect, it } from "vitest";
import { handlesOf, isBound, isOwnQueue, mayHandle, type Handled, type Handler } from "../../src/protocol/mayHandle";
import { ROLES } from "../../src/protocol/roles";

const quinn = (queues?: string[], more: Partial<Handler> = {}): Handler => ({ role: "agent", agent: "Quinn", ...(queues && { queues }), ...more });
const talk = (queues: string[], agents: string[] = []): Handled => ({ queues, agents });

describe("Own queues", () => {
  it.each<[string, Handler, Handled, boolean]>([
    ["in one of theirs", quinn(["Sales"]), talk(["Sales"]), true],
    ["in one of several of theirs", quinn(["Sales", "Support"]), talk(["Support"]), true],
    ["in another", quinn(["Sales"]), talk(["Support"]), false],
    ["transferred out of theirs", quinn(["Sales"]), talk(["Sales", "Support"]), false],
    ["transferred into theirs", quinn(["Sales"]), talk(["Support", "Sales"]), true],
    ["transferred out and back", quinn(["Sales"]), talk(["Sales", "Support", "Sales"]), true],
    ["in no queue yet", quinn(["Sales"]), talk([]), true],
    ["in no queue, with somebody else", quinn(["Sales"]), talk([], ["Riley"]), true],
    ["in another, with them", quinn(["Sales"]), talk(["Support"], ["Quinn"]), true],
    ["in another, and with somebody else by now", quinn(["Sales"]), talk(["Support", "Billing"], ["Quinn", "Riley"]), true],
    ["in another, with somebody else", quinn(["Sales"]), talk(["Support"], ["Riley"]), false],
    ["in another, with a namesake but for capitals", quinn(["Sales"]), talk(["Support"], ["quinn"]), false],
    ["in one that is theirs but for capitals", quinn(["Sales"]), talk(["sales"]), false],
    ["in one that is theirs but for a blank", quinn(["Sales"]), talk(["Sales "]), false],
    ["in any, where none were set", quinn(), talk(["Support"]), true],
    ["in any, where the list is empty", quinn([]), talk(["Sales"]), false],
    ["in none, where the list is empty", quinn([]), talk([]), true],
    ["with them, where the list is empty", quinn([]), talk(["Sales"], ["Quinn"]), true],
    ["in another, for somebody without a name", { role: "agent", queues: ["Sales"] }, talk(["Support"], [""]), false],
  ])("are asked of what is %s", (_what, handler, conversation, expected) => {
    expect(mayHandle(handler, conversation)).toBe(expected);
    expect(handlesOf(handler)?.(conversation) ?? true).toBe(expected);
  });

  it("bind viewers and agents, and nobody who leads, sets up or watches over", () => {
    const seen = Object.fromEntries([...Object.keys(ROLES), "server"].map((role) => [role, mayHandle(quinn(["Sales"], { role: role as Handler["role"], agent: "Else" }), talk(["Support"]))]));
    expect(seen).toEqual({ viewer: false, agent: false, supervisor: true, admin: true, dpo: true, server: true });
    for (const [role, sees] of Object.entries(seen)) expect([role, isBound(role as Handler["role"]), handlesOf(quinn([], { role: role as Handler["role"] })) === undefined]).toEqual([role, !sees, sees]);
  });

  it("are no rule to be asked where none were set", () => {
    expect(handlesOf(quinn())).toBeUndefined();
  });

  it("say of a queue alone whether it is theirs, whoever they are", () => {
    const handles = handlesOf(quinn(["Sales"]))!;
    expect([isOwnQueue(handles, "Sales"), isOwnQueue(handles, "Support"), isOwnQueue(handles, undefined)]).toEqual([true, false, true]);
  });
});
