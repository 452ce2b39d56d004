/** Plausible: its npm module, bundled. It gives its events no ids and knows no visitors. */

/** @type {import("./peer.mjs").Peer} */
export const plausible = {
  id: "plausible",
  title: "Plausible",
  package: "@plausible-analytics/tracker",
  script: { bundle: "@plausible-analytics/tracker/plausible.js" },
  queue: "none",
  settings: "defaults, `captureOnLocalhost`; its events have no id, so the number that the bench gave them counts; it has no `identify`",
  page: {
    async start({ load, script, sink }) {
      await load(script);
      window.sdk.init({ domain: "example.com", endpoint: `${sink}/api/event`, captureOnLocalhost: true });
    },
    track: (props) => window.sdk.track("product_viewed", { props }),
  },
  decode({ body }) {
    const { n: name, p: props } = JSON.parse(body.toString());
    return [{ id: undefined, name, index: props?.index === undefined ? undefined : Number(props.index) }];
  },
  answer: { status: 202, body: "ok" },
};
