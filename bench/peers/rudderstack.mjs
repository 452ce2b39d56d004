/** RudderStack: the build of its npm package that has its plugins in it, as they come from a CDN otherwise; minified, as it ships plain. */

/** @type {import("./peer.mjs").Peer} */
export const rudderstack = {
  id: "rudderstack",
  title: "RudderStack",
  package: "@rudderstack/analytics-js",
  script: { bundle: "@rudderstack/analytics-js/dist/npm/modern/bundled/esm/index.mjs" },
  queue: "localStorage",
  settings: "the `bundled` export; source config given inline by `getSourceConfig`; no destinations; delivery by default, one request an event",
  page: {
    async start({ load, script, sink }) {
      await load(script);
      const analytics = (window.rudder = new window.sdk.RudderAnalytics());
      const ready = new Promise((done) => analytics.ready(done));
      analytics.load("2abcdefghijklmnopqrstuvwxyz", sink, {
        getSourceConfig: () => ({
          updatedAt: new Date().toISOString(),
          source: {
            id: "bench", name: "bench", writeKey: "2abcdefghijklmnopqrstuvwxyz", enabled: true, workspaceId: "bench", destinations: [], connections: [], dataplanes: {},
            config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
          },
        }),
      });
      await ready;
      analytics.page();
    },
    identify: () => window.rudder.identify("customer-42", { email: "ada@example.com" }),
    track: (props) => window.rudder.track("product_viewed", props),
  },
  decode({ body }) {
    const told = JSON.parse(body.toString());
    return (told.batch ?? [told]).map(({ messageId, type, event, properties }) => ({ id: messageId, name: event ?? type, index: properties?.index }));
  },
  answer: { status: 200, body: '"OK"' },
};
