/** Mixpanel: the minified browser file that its snippet loads, with the part of the snippet that the file asks for. */

/** @type {import("./peer.mjs").Peer} */
export const mixpanel = {
  id: "mixpanel",
  title: "Mixpanel",
  package: "mixpanel-browser",
  script: { file: "mixpanel-browser/dist/mixpanel.min.js" },
  queue: "localStorage",
  settings: "defaults: batches, localStorage for the queue; off: autocapture, session recording, feature flags, remote settings",
  page: {
    async start({ load, script, sink }) {
      // The file is made for its snippet, which leaves what is to be started here.
      const settings = { api_host: sink, autocapture: false, record_sessions_percent: 0, flags: false, remote_settings_mode: "disabled", track_pageview: false };
      window.mixpanel = Object.assign([], { __SV: 1.2, _i: [["bench", settings, "mixpanel"]], people: [] });
      await load(script);
      window.mixpanel.track_pageview();
    },
    identify: () => window.mixpanel.identify("customer-42"),
    track: (props) => window.mixpanel.track("product_viewed", props),
  },
  decode({ path, body }) {
    if (!path.startsWith("/track")) return [];
    const data = new URLSearchParams(body.toString()).get("data") ?? "";
    const told = JSON.parse(/^[[{]/.test(data) ? data : Buffer.from(data, "base64").toString());
    return [told].flat().map(({ event, properties }) => ({ id: properties.$insert_id, name: event, index: properties.index }));
  },
  answer: { status: 200, body: '{"error":null,"status":1}' },
};
