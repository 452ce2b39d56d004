/** Snowplow: the minified browser file of its npm package. */

/** @type {import("./peer.mjs").Peer} */
export const snowplow = {
  id: "snowplow",
  title: "Snowplow",
  package: "@snowplow/browser-tracker",
  script: { file: "@snowplow/browser-tracker/dist/index.umd.min.js" },
  queue: "localStorage",
  settings: "`newTracker` with its defaults: POST, one event a request unless more wait",
  page: {
    async start({ load, script, sink }) {
      await load(script);
      window.snowplowBrowserTracking.newTracker("bench", sink, { appId: "bench" });
      window.snowplowBrowserTracking.trackPageView();
    },
    identify: () => window.snowplowBrowserTracking.setUserId("customer-42"),
    track: (data) => window.snowplowBrowserTracking.trackSelfDescribingEvent({ event: { schema: "iglu:com.example/product_viewed/jsonschema/1-0-0", data } }),
  },
  decode({ body }) {
    return JSON.parse(body.toString()).data.map(({ e, eid, ue_px: packed, ue_pr: plain }) => {
      const said = packed ? Buffer.from(packed, "base64url").toString() : plain;
      const event = said && JSON.parse(said).data;
      return { id: eid, name: event ? event.schema.split("/")[1] : e, index: event?.data.index };
    });
  },
  answer: { status: 200, body: "ok" },
};
