import { expect, test } from "vitest";
import { listen } from "../../../../src/extras/widgets/listen";
import { liveperson } from "../../../../src/extras/widgets/vendors/liveperson";
import { createAudience } from "../../standIns/host";
import { createPage } from "../../standIns/page";

const joined = (past: { [event: string]: object[] }) => {
  const audience = createAudience();
  const hasFired = (app: string, event: string) => (past[`${app}.${event}`] ?? []).map((data) => ({ appName: app, eventName: event, data }));
  const lpTag = { events: { bind: () => {}, hasFired }, taglets: { rendererStub: { click: () => {} } } };
  listen(liveperson, lpTag, createPage().window, audience);
  return audience;
};

test("A conversation that began before the tracker came is known", () => {
  const audience = joined({
    "LP_OFFERS.OFFER_IMPRESSION": [{ engagementId: 1, engagementType: 3 }],
    "LP_OFFERS.OFFER_CLICK": [{ engagementId: 1 }],
    "lpUnifiedWindow.state": [{ state: "initialised" }, { state: "chatting" }],
  });
  expect(audience.told()).toEqual(["offered", "accepted", "started"]);
});

test("One that began and ended before the tracker came does not begin again", () => {
  const audience = joined({
    "lpUnifiedWindow.state": [{ state: "initialised" }, { state: "chatting" }, { state: "ended" }],
    "lpUnifiedWindow.conversationInfo": [{ state: "chatting", conversationId: "d1" }, { state: "ended", conversationId: "d1", agentName: "Anna Berg" }],
  });
  expect(audience.told()).not.toContain("started");
  expect(audience.told()).not.toContain("connected");
});
