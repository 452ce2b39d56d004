/** No SDK at all: one `sendBeacon` an event. It shows what the browser gives for free, and that the bench can see events get lost. */

/** @type {import("./peer.mjs").Peer} */
export const beacon = {
  id: "beacon",
  title: "sendBeacon alone (control)",
  package: undefined,
  script: {},
  queue: "none",
  settings: "three lines in the page: `navigator.sendBeacon(url, JSON.stringify({ id, name, data }))`",
  page: {
    async start({ sink }) {
      window.sendEvent = (name, data) => navigator.sendBeacon(`${sink}/beacon`, JSON.stringify({ id: crypto.randomUUID(), name, data }));
      window.sendEvent("page_viewed", {});
    },
    identify: () => window.sendEvent("identified", { email: "ada@example.com" }),
    track: (props) => window.sendEvent("product_viewed", props),
  },
  decode({ body }) {
    const { id, name, data } = JSON.parse(body.toString());
    return [{ id, name, index: data.index }];
  },
  answer: { status: 204, body: "" },
};
