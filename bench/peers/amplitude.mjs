/** Amplitude: the minified browser file of its npm package, which its snippet loads. */

/** @type {import("./peer.mjs").Peer} */
export const amplitude = {
  id: "amplitude",
  title: "Amplitude",
  package: "@amplitude/analytics-browser",
  script: { file: "@amplitude/analytics-browser/lib/scripts/amplitude-min.js" },
  queue: "localStorage",
  settings: "defaults: 1 s or 30 events a batch; off: autocapture, remote config, diagnostics about itself",
  page: {
    async start({ load, script, sink }) {
      await load(script);
      await window.amplitude.init("bench", undefined, {
        serverUrl: `${sink}/2/httpapi`,
        autocapture: false,
        fetchRemoteConfig: false,
        remoteConfig: { fetchRemoteConfig: false },
        enableDiagnostics: false,
      }).promise;
      window.amplitude.track("page_viewed", { title: document.title });
    },
    identify() {
      window.amplitude.setUserId("customer-42");
      window.amplitude.identify(new window.amplitude.Identify().set("email", "ada@example.com"));
    },
    track: (props) => void window.amplitude.track("product_viewed", props),
  },
  decode({ body }) {
    return JSON.parse(body.toString()).events.map(({ insert_id: id, event_type: name, event_properties: data }) => ({ id, name, index: data?.index }));
  },
  answer: { status: 200, body: '{"code":200,"events_ingested":1,"payload_size_bytes":1,"server_upload_time":1}' },
};
