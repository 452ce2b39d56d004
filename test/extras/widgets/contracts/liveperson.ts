import { liveperson } from "../../../../src/extras/widgets/vendors/liveperson";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

type Handler = (told: unknown) => void;

export default {
  vendor: liveperson,
  proof: "documentation",
  create({ window }) {
    const events = createEmitter();
    const fired: { appName: string; eventName: string; data: unknown }[] = [];
    let shown = 0;
    let deferred: [app: string, event: string, handler: Handler][] | undefined = [];
    const bind = (app: string, event: string, handler: Handler) => {
      if (deferred) deferred.push([app, event, handler]);
      else events.on(`${app}.${event}`, handler);
    };
    const tell = (app: string, event: string, data: object) => (wrap: Wrap) => {
      const told = wrap(data);
      fired.push({ appName: app, eventName: event, data: told });
      events.fire(`${app}.${event}`, told);
    };
    const window_ = (state: string) => tell("lpUnifiedWindow", "state", { state });
    const about = (state: string, more?: object) => tell("lpUnifiedWindow", "conversationInfo", { state, conversationId: "d1", visitorId: SECRET, skill: "Sales", ...more });
    const offer = (event: string, engagementId: number, engagementType: number) => tell("LP_OFFERS", event, { engagementId, engagementType, campaignId: 1, engagementName: "Sale" });

    // The snippet binds what it is asked to once the script is there.
    const lpTag: { [name: string]: unknown } = { site: "1234", events: { bind } };
    window.lpTag = lpTag;
    return {
      arrive() {
        lpTag.events = { bind, hasFired: (app: string, event: string) => fired.filter(({ appName, eventName }) => appName === app && eventName === event) };
        lpTag.taglets = { rendererStub: { click: (engagement: number) => void (engagement === 11 && shown++) } };
        deferred?.splice(0).forEach(([app, event, handler]) => events.on(`${app}.${event}`, handler));
        deferred = undefined;
        // This page had a button before anybody listened.
        offer("OFFER_IMPRESSION", 11, 6)((payload) => payload);
      },
      steps: [
        { what: "a button is on the page", happen: offer("OFFER_IMPRESSION", 11, 5), tells: [] },
        { what: "an invitation slides in", happen: offer("OFFER_IMPRESSION", 10, 3), tells: ["offered"] },
        { what: "the visitor clicks on it", happen: offer("OFFER_CLICK", 10, 3), tells: ["accepted"] },
        { what: "the window opens", happen: window_("initialised"), tells: ["opened"] },
        { what: "the conversation begins", happen: window_("chatting"), tells: ["started"], begins: true },
        { what: "it has an id", happen: about("chatting"), tells: [], begins: true },
        { what: "an agent is there", happen: about("chatting", { agentName: "Anna Berg", agentId: 2 }), tells: [["connected", { agent: "Anna Berg", queue: "Sales" }]], begins: true },
        { what: "it ends", happen: window_("ended"), tells: ["ended"] },
        { what: "its details are told again", happen: about("ended", { agentName: "Anna Berg", agentId: 2 }), tells: [] },
        { what: "another one goes on from another page", happen: window_("resume"), tells: ["resumed"] },
        { what: "which is running", happen: window_("chatting"), tells: [], begins: true },
        { what: "another invitation slides in", happen: offer("OFFER_IMPRESSION", 12, 3), tells: ["offered"] },
        { what: "the visitor does not want it", happen: offer("OFFER_DECLINED", 12, 3), tells: ["declined"] },
        { what: "a third one comes", happen: offer("OFFER_IMPRESSION", 13, 2), tells: ["offered"] },
        { what: "and goes", happen: offer("OFFER_TIMEOUT", 13, 2), tells: ["ignored"] },
      ],
      siteListens: (heard) => bind("lpUnifiedWindow", "state", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
