/** Parley itself: its tag, as `npm start` prints it. What counts as stored is what its own collector has on disk. */

/** @type {import("./peer.mjs").Peer["page"]} */
const page = {
  async start({ load, script, sink, key }) {
    // The page view is the tag's own.
    await load(script, { key, collector: sink, widgets: "off" });
  },
  identify: () => window.pe.identify("customer-42", { email: "ada@example.com" }),
  track: (props) => window.pe.track("product_viewed", props),
};

const decode = ({ body }) => JSON.parse(body.toString()).events.map(({ id, type, data }) => ({ id, name: type, index: data?.index }));

/** @type {import("./peer.mjs").Peer} */
export const parley = {
  id: "parley",
  title: "Parley",
  package: "parley",
  script: { file: "dist/pe.js" },
  queue: "IndexedDB",
  settings: "the tag; `data-widgets=\"off\"`, as the others' autocapture is off",
  collector: true,
  page,
  decode,
};

/** The same with the lazily loaded extras that look for chat widgets and for links to messaging apps: what a site gets that pastes the tag as it is. */
/** @type {import("./peer.mjs").Peer} */
export const parleyWidgets = {
  ...parley,
  id: "parley-widgets",
  title: "Parley with chat widgets",
  script: { file: "dist/pe.js", more: { "extras/widgets.mjs": "dist/extras/widgets.mjs", "extras/marks.mjs": "dist/extras/marks.mjs" } },
  settings: "the tag without options, which is its default",
  only: ["size", "cpu"],
  page: {
    ...page,
    async start({ load, script, sink, key }) {
      await load(script, { key, collector: sink });
    },
  },
};
