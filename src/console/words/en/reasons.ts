/** Why events were lost, why storage failed, and why an action map did not act. */
export const reasons = {
  other: "for another reason",
  dropped: { full: "the outbox was full", refused: "the collector refused the batch", too_large: "too large to send" } as { [reason: string]: string },
  storage: { blocked: "storage is blocked", full: "storage is full", timeout: "storage did not answer", other: "storage failed" },
  copy: "came a second time under another number",
  blocked: {
    page_conditions: "not on this page",
    outside_schedule: "outside its times",
    frequency_cap: "to be left alone for now",
    no_agents: "no agent was free",
    existing_offer: "another offer was open",
    outweighed: "another offer was heavier",
    control_group: "in the control group",
    consent: "no consent to messages",
    no_widget: "no chat of this kind on the page",
    page_left: "the page was left before",
    expired: "it came too late",
  },
};
