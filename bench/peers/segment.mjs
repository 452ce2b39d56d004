/** Segment: the browser file of its npm package, with the settings that its CDN would answer given inline. */

/** @type {import("./peer.mjs").Peer} */
export const segment = {
  id: "segment",
  title: "Segment",
  package: "@segment/analytics-next",
  script: { file: "@segment/analytics-next/dist/umd/index.js" },
  queue: "localStorage",
  settings: "`AnalyticsBrowser.load` with inline `cdnSettings`, so nothing is asked of a CDN; delivery by default, one request an event; metrics about itself off",
  page: {
    async start({ load, script, sink }) {
      await load(script);
      const apiHost = `${new URL(sink).host}/v1`;
      const loaded = window.AnalyticsNext.AnalyticsBrowser.load(
        { writeKey: "bench", cdnSettings: { integrations: { "Segment.io": { apiKey: "bench", apiHost, protocol: "http" } }, metrics: { sampleRate: 0 } } },
        { integrations: { "Segment.io": { apiHost, protocol: "http" } } },
      );
      window.analytics = (await loaded)[0];
      void window.analytics.page();
    },
    identify: () => void window.analytics.identify("customer-42", { email: "ada@example.com" }),
    track: (props) => void window.analytics.track("product_viewed", props),
  },
  decode({ body }) {
    const told = JSON.parse(body.toString());
    return (told.batch ?? [told]).map(({ messageId, type, event, properties }) => ({ id: messageId, name: event ?? type, index: properties?.index }));
  },
  answer: { status: 200, body: '{"success":true}' },
};
