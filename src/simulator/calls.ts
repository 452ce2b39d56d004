/** Calls, which no page sees: customers who call, and agents who call them. */
import { sessionCode } from "../protocol/id";
import type { Course } from "./course";
import type { Caller, World } from "./world";

export interface Calls {
  /** @param visit in which the number was pressed, and whether the agent learns of it */
  inbound(caller: Caller, visit?: { visitor: string; session: string; isLearnt: boolean }): void;
  outbound(): void;
}

/** From the press on a number to the contact centre, or while an outbound call rings: half of all take so long. */
const RING_MS = 12_000;
/** Until a caller has read out the code of their visit. */
const CODE_MS = 40_000;
const RETRY_MS = 20_000;
const MOST_RETRIES = 5;

export function createCalls({ agenda, settings, floor, tellers, newTalk, newCaller }: World, course: Course): Calls {
  const outbound = (tries = 0): void => {
    const talk = newTalk("call", "outbound");
    const { random, report, queue } = talk;
    const agent = floor.claim(queue.name, "call");
    if (!agent) return tries < MOST_RETRIES ? agenda.after(RETRY_MS, () => outbound(tries + 1)) : undefined;
    report("started", { agent: agent.name, customer: newCaller(random).customer });
    agenda.after(random.around(RING_MS), () => {
      if (random.chance(settings.answeredShare)) return course.connect(talk, agent);
      report("ended", { by: "system" });
      course.wrapUp(talk, agent, "No answer");
    });
  };

  return {
    outbound: () => outbound(),
    inbound(caller, visit) {
      const talk = newTalk("call", "inbound");
      const { random, report, id } = talk;
      agenda.after(visit ? random.around(RING_MS) : 0, () => {
        report("started", { vendor: "pbx", customer: caller.customer });
        // The menu that asks what it is about.
        agenda.after(random.around(RING_MS), () => course.route(talk));
        if (!visit?.isLearnt) return;
        const { visitor, session } = visit;
        agenda.after(random.around(CODE_MS), () =>
          tellers.server("conversation.linked", { conversation: id, ...(random.chance(settings.codeShare) ? { sessionCode: sessionCode(session) } : { visitor, session }) }));
      });
    },
  };
}
