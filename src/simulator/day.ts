/** A day of a contact centre and its website, told batch by batch: the same seed and settings tell the same day. */
import { createAgenda } from "./agenda";
import { createArrivals } from "./arrivals";
import { createCalls } from "./calls";
import { createCourse } from "./course";
import { createFloor } from "./floor";
import { createIds } from "./ids";
import { createRandom } from "./random";
import type { DaySettings } from "./settings";
import { createTellers, type Delivery } from "./told";
import { createVisits, type Purpose } from "./visits";
import { createWorld } from "./world";

const MINUTE_MS = 60_000;

/**
 * Tells the day in the order in which its batches leave.
 *
 * @param seed any text
 */
export function* day(seed: string, settings: DaySettings): Generator<Delivery> {
  const random = createRandom(seed);
  const agenda = createAgenda();
  const minuteOfDay = () => settings.fromMinute + agenda.now() / MINUTE_MS;
  const createId = createIds(random.fork("ids"));
  const tellers = createTellers({ agenda, createId, startsAt: settings.startsAt });
  const floor = createFloor({ ...settings, now: agenda.now, minuteOfDay });
  const world = createWorld({ agenda, settings, floor, tellers, random, createId });
  const course = createCourse({ agenda, floor, settings, minuteOfDay });
  const calls = createCalls(world, course);
  const visits = createVisits(world, course, calls);

  const { conversationsPerHour, beginnings, fromPageShare, visitsPerConversation } = settings;
  const { inbound, outbound, chat, offer, messaging } = beginnings;
  const perWeight = conversationsPerHour / (inbound + outbound + chat + offer + messaging);
  const fromPage: [Purpose, number][] = [["call", inbound * fromPageShare], ["chat", chat], ["offer", offer], ["messaging", messaging]];
  const wishes = fromPage.reduce((sum, [, weight]) => sum + weight, 0);
  const purposes: [Purpose, number][] = [...fromPage, ["browse", wishes * visitsPerConversation]];

  const begin = createArrivals({ agenda, settings, minuteOfDay });
  const [visiting, calling, dialing] = ["visits", "calls", "outbound"].map((name) => random.fork(name)) as [typeof random, typeof random, typeof random];
  begin({ random: visiting, perHour: perWeight * wishes * (1 + visitsPerConversation), arrive: () => visits.visit(visiting.weigh(purposes)) });
  begin({ random: calling, perHour: perWeight * inbound * (1 - fromPageShare), arrive: () => calls.inbound(world.newCaller(calling)) });
  begin({ random: dialing, perHour: perWeight * outbound, arrive: calls.outbound });
  for (const minute of new Set(settings.agents.map(({ shift }) => shift.fromMinute))) {
    if (minute > settings.fromMinute) agenda.after((minute - settings.fromMinute) * MINUTE_MS, floor.look);
  }

  while (agenda.step(settings.minutes * MINUTE_MS)) yield* tellers.take();
  tellers.close();
  yield* tellers.take();
}
