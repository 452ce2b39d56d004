/** PostHog: the script that its snippet loads. */

/** @type {import("./peer.mjs").Peer} */
export const posthog = {
  id: "posthog",
  title: "PostHog",
  package: "posthog-js",
  script: { file: "posthog-js/dist/array.js" },
  queue: "memory",
  settings: "`defaults: \"2026-01-30\"`; off: feature flags and remote config, autocapture, session recording, surveys, heatmaps, dead clicks, exceptions, performance, web experiments, external scripts; its limit of events a burst raised from 100 to 200, so that it may do the same work",
  page: {
    async start({ load, script, sink }) {
      await load(script);
      window.posthog.init("phc_bench", {
        api_host: sink,
        defaults: "2026-01-30",
        person_profiles: "identified_only",
        capture_pageview: false,
        advanced_disable_flags: true,
        autocapture: false,
        disable_session_recording: true,
        disable_surveys: true,
        capture_heatmaps: false,
        capture_dead_clicks: false,
        capture_exceptions: false,
        capture_performance: false,
        disable_web_experiments: true,
        disable_external_dependency_loading: true,
        rate_limiting: { events_burst_limit: 200 },
      });
      window.posthog.capture("$pageview");
    },
    identify: () => window.posthog.identify("customer-42", { email: "ada@example.com" }),
    track: (props) => window.posthog.capture("product_viewed", props),
  },
  decode({ body }) {
    const text = body.toString();
    const told = JSON.parse(text.startsWith("data=") ? unpack(new URLSearchParams(text).get("data") ?? "") : text);
    return [told.batch ?? told].flat().map(({ uuid, event, properties }) => ({ id: uuid, name: event, index: properties.index }));
  },
  answer: { status: 200, body: '{"status":1}' },
};

/** Its form bodies hold JSON as it is, or in base64. */
const unpack = (data) => (/^[[{]/.test(data) ? data : Buffer.from(data, "base64").toString());
