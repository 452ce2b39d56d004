/** Visits to the website, some of which lead to a chat, to messaging or to a call. */
import type { Channel, Customer } from "../protocol/event";
import type { Calls } from "./calls";
import type { Course } from "./course";
import type { Person } from "./people";
import type { Random } from "./random";
import type { PageTeller } from "./told";
import type { Caller, World } from "./world";

/** What a visit leads to. */
export type Purpose = "browse" | "call" | "chat" | "offer" | "messaging";

const PAGES = [
  ["/", "Parley Shop"], ["/tents", "Tents"], ["/tents/fjord-2", "Fjord 2"], ["/sleeping-bags", "Sleeping bags"], ["/sleeping-bags/arctic", "Arctic"],
  ["/stoves", "Stoves"], ["/cart", "Your cart"], ["/delivery", "Delivery and returns"], ["/account", "Your account"], ["/help", "Help"],
] as const;
/** Who will ask somebody looks for an answer first: at these pages so many times as often as at others. */
const ANSWERS: { [path: string]: number } = { "/help": 4, "/delivery": 3, "/cart": 2, "/account": 2 };
const LOOKING = PAGES.map((page) => [page, 1] as const);
const ASKING = PAGES.map((page) => [page, ANSWERS[page[0]] ?? 1] as const);
const REFERRERS = ["https://www.google.com/", "https://duckduckgo.com/", "https://news.example/best-tents", ""] as const;
const SEARCHES = ["two person tent", "delivery time", "repair kit", "size chart"] as const;
const VENDORS = { chat: "rocketchat", messaging: "genesys" } as const;

const READING_MS = 25_000;
const MOST_PAGES = 6;
/** Pages more that they look at. */
const MORE_PAGES = 2;
const SEARCH_SHARE = 0.15;
/** From a window that is opened to the first word; until the contact centre hears of it. */
const TYPING_MS = 9_000;
const HEARD_MS = 600;
/** An offer is looked at for so long before anybody decides; most let it pass. */
const OFFER_MS = 6_000;
const OFFERED_SHARE = 0.3;
/** Wrong links, of all, and until somebody sees that they are. */
const MISTAKE_SHARE = 0.08;
const MISTAKE_MS = 45_000;

/** Somebody in a visit, and the pages that they choose among, each as often as its weight says. */
interface Reader {
  page: PageTeller;
  random: Random;
  among: typeof ASKING;
}

export interface Visits {
  visit(purpose: Purpose): void;
}

export function createVisits(world: World, course: Course, calls: Calls): Visits {
  const { agenda, settings, tellers, random: source, newCaller } = world;
  let visits = 0;
  let lastLinked = "";

  const read = ({ page, random, among }: Reader) => {
    const [path, title] = random.weigh(among);
    page.go(settings.origin + path);
    page.tell("page.viewed", { title, arrival: "load" });
    if (random.chance(SEARCH_SHARE)) page.tell("search.performed", { query: random.pick(SEARCHES) });
  };
  /** Reads so many pages, then goes on. */
  const browse = (reader: Reader, pages: number, then: () => void): void => {
    if (!pages) return then();
    read(reader);
    agenda.after(reader.random.around(READING_MS), () => browse(reader, pages - 1, then));
  };

  const claim = (page: PageTeller, random: Random, { email, phone }: Person) => {
    const form = random.pick(["newsletter", "checkout", "contact"] as const);
    page.tell("form.submitted", { form });
    page.tell("identity.claimed", { email, form, moment: "submit" });
    if (phone !== undefined && random.chance(0.4)) page.tell("identity.claimed", { phone, e164: phone, form, moment: "submit" });
  };

  const passOffer = (page: PageTeller, random: Random) => {
    const offer = { channel: "chat", conversation: world.createId(settings.startsAt + agenda.now()), offer: "help" };
    page.tell("conversation.offered", offer);
    agenda.after(random.around(OFFER_MS), () => page.tell(`conversation.${random.pick(["declined", "ignored", "ignored", "expired"] as const)}`, offer));
  };

  /** Sometimes an agent takes it for another's first, and that back. */
  const link = (conversation: string, other: string, random: Random) => {
    if (lastLinked !== "" && random.chance(MISTAKE_SHARE)) {
      const event = tellers.server("conversation.linked", { conversation, with: lastLinked });
      agenda.after(random.around(MISTAKE_MS), () => tellers.server("conversation.unlinked", { conversation, event }));
    }
    tellers.server("conversation.linked", { conversation, with: other });
    lastLinked = conversation;
  };

  const converse = (page: PageTeller, random: Random, caller: Caller, isOffer: boolean, channel: Exclude<Channel, "call">) => {
    const talk = world.newTalk(channel);
    const way = random.weigh(Object.entries(settings.ids) as ["same" | "ref" | "linked", number][]);
    const conversation = way === "same" ? talk.id : world.createId(settings.startsAt + agenda.now());
    let isLearnt = false;
    const vendor = VENDORS[channel];
    const witness = (state: string, data: object = {}) =>
      page.tell(`conversation.${state}`, { conversation, channel, vendor, method: "adapter", ...(isLearnt && { ref: talk.id }), ...data });
    talk.witness = witness;
    talk.over = () => agenda.after(random.around(READING_MS), () => browse({ page, random, among: LOOKING }, random.below(3), () => {}));

    const hear = () => {
      const customer: Customer | undefined = caller.person && random.chance(0.5) ? { email: caller.person.email } : undefined;
      if (random.chance(0.7)) talk.report("started", { vendor, ...(customer && { customer }) });
      course.route(talk);
      // From then on the widget knows what the vendor calls it.
      if (way === "ref") agenda.after(random.around(HEARD_MS), () => { isLearnt = true; witness("message_received"); });
      if (way === "linked") agenda.after(random.around(HEARD_MS), () => link(talk.id, conversation, random));
    };
    const begin = () => {
      if (!isOffer) witness("started");
      witness("message_sent");
      agenda.after(random.around(HEARD_MS), hear);
    };
    if (!isOffer) {
      witness("opened");
      return agenda.after(random.around(TYPING_MS), begin);
    }
    witness("offered", { offer: "help" });
    agenda.after(random.around(OFFER_MS), () => {
      witness("accepted", { offer: "help" });
      agenda.after(random.around(TYPING_MS), begin);
    });
  };

  return {
    visit(purpose) {
      const random = source.fork(`visit ${visits++}`);
      const page = tellers.createPage();
      const caller = newCaller(random);
      const { person } = caller;
      page.go(`${settings.origin}/`);
      page.tell("session.started", { referrer: random.pick(REFERRERS) });
      const isAsking = purpose !== "browse";
      browse({ page, random, among: isAsking ? ASKING : LOOKING }, 1 + random.below(MOST_PAGES) + (isAsking ? MORE_PAGES : 0), () => {
        if (person && random.chance(settings.formShare)) claim(page, random, person);
        switch (purpose) {
          case "browse":
            return random.chance(OFFERED_SHARE) ? passOffer(page, random) : undefined;
          case "call":
            page.tell("conversation.started", { conversation: world.createId(settings.startsAt + agenda.now()), channel: "call", direction: "inbound", method: "link", confidence: "intent" });
            return calls.inbound(caller, { visitor: page.visitor, session: page.session, isLearnt: random.chance(0.5) });
          default:
            return converse(page, random, caller, purpose === "offer", purpose === "offer" ? "chat" : purpose);
        }
      });
    },
  };
}
