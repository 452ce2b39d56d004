import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/** Folder to what its modules may import, besides each other. `types:` lets types through, which leave no trace in a bundle. */
const MAY_IMPORT: { [folder: string]: string[] } = {
  protocol: [],
  sdk: ["protocol", "idb-keyval"],
  extras: ["types:protocol", "protocol/email", "protocol/event", "protocol/limits", "protocol/rules", "types:sdk/extras/host", "types:sdk/pipeline", "types:sdk/types", "sdk/storage/local"],
  collector: ["protocol", "node:", "fastify", "@sinclair/typebox", "ajv", "@photostructure/sqlite", "libphonenumber-js/max", "jose", "csv-parse/sync", "ipaddr.js", "re2js", "bowser", "isbot", "mmdb-lib", "ml-matrix", "@node-rs/argon2", "openid-client"],
  console: ["protocol", "preact", "@tanstack/virtual-core"],
  client: ["types:protocol"],
  simulator: ["protocol"],
};

/** Within the tracker: what is captured knows only the door, and what stores or sends knows nothing of the page. */
const SDK_MAY_IMPORT: { [folder: string]: string[] } = {
  capture: ["types:pipeline"],
  consent: ["types:session"],
  session: [],
  storage: ["session", "bytes", "idb-keyval"],
  transport: ["bytes", "types:session", "types:storage"],
  extras: ["data", "types:types", "types:pipeline"],
};

/** Nobody imports these: they put everything together. */
const ROOTS = ["sdk/index", "sdk/snippet", "collector/main", "console/main", "client/index", "extras/widgets", "extras/marks", "extras/identity", "extras/handover", "extras/pushes", "extras/offers", "extras/inspector", "extras/google"];
/** The only modules that touch the browser's own names. */
const PAGE = /^sdk\/(index|snippet|start|parley|listeners|data|capture\/|extras\/(relay|clerk)|storage\/(store|local))/;

interface Import {
  file: string;
  target: string;
  isType: boolean;
}

const root = path.resolve("src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file)).map((file) => file.split(path.sep).join("/"));
const source = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The source without its comments. */
const code = (file: string) => source(file).replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "");

function importsOf(file: string): Import[] {
  return [...source(file).matchAll(/^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"|^import\s+"([^"]+)"/gm)].map(([, type, from, bare]) => {
    const target = (from ?? bare)!;
    return { file, target: target.startsWith(".") ? path.posix.join(path.posix.dirname(file), target) : target, isType: Boolean(type) };
  });
}

const allows = (rules: string[], { target, isType }: { target: string; isType: boolean }) =>
  rules.some((rule) => {
    const [, types, folder] = /^(types:)?(.*)$/.exec(rule)!;
    return (isType || !types) && (target === folder || target.startsWith(folder!.endsWith(":") ? folder! : `${folder}/`));
  });

const imports = files.flatMap(importsOf);

it("reads the imports it is about to judge", () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports).toContainEqual({ file: "sdk/storage/store.ts", target: "idb-keyval", isType: false });
});

it("keeps every folder to what it may import", () => {
  const wrong = imports.filter((one) => {
    const [folder] = one.file.split("/");
    return !one.target.startsWith(`${folder}/`) && !allows(MAY_IMPORT[folder!] ?? [], one);
  });
  expect(wrong.map(({ file, target }) => `${file} must not import ${target}`)).toEqual([]);
});

it("keeps the parts of the tracker to what they may import", () => {
  const wrong = imports.filter(({ file, target, isType }) => {
    const [, part] = file.split("/");
    const rules = file.startsWith("sdk/") ? SDK_MAY_IMPORT[part!] : undefined;
    const inner = target.replace(/^sdk\//, "");
    return rules && !target.startsWith("protocol/") && !inner.startsWith(`${part}/`) && !allows(rules, { target: inner, isType });
  });
  expect(wrong.map(({ file, target }) => `${file} must not import ${target}`)).toEqual([]);
});

it("keeps what vendors sign and mean apart from stores and doors, of which only `deliver` and `tallies` know", () => {
  const wrong = imports.filter(({ file }) => file.startsWith("collector/connectors/") && !/\/(deliver|tallies)\.ts$/.test(file))
    .filter((one) => !allows(["protocol", "node:", "collector/connectors", "collector/access/token"], one));
  expect(wrong.map(({ file, target }) => `${file} must not import ${target}`)).toEqual([]);
});

it("lets nobody import a composition root", () => {
  const wrong = imports.filter(({ target }) => ROOTS.includes(target));
  expect(wrong.map(({ file, target }) => `${file} must not import ${target}`)).toEqual([]);
});

it("has no import cycles, types aside", () => {
  const graph = new Map(files.map((file) => [file.replace(/\.tsx?$/, ""), importsOf(file).filter(({ isType }) => !isType).map(({ target }) => target)]));
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): void => {
    if (trail.includes(file)) throw new Error(`cycle: ${[...trail.slice(trail.indexOf(file)), file].join(" → ")}`);
    if (done.has(file)) return;
    for (const target of graph.get(file) ?? []) walk(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
});

it("reads the browser's own names at the edge of the tracker only", () => {
  const wrong = files.filter((file) => file.startsWith("sdk/") && !PAGE.test(file))
    .filter((file) => /(?<![\w.$"'`])(window|document|location|navigator|history|localStorage|indexedDB)\s*[.[]/.test(code(file)));
  expect(wrong).toEqual([]);
});

it("has no any, no enum, no class, and no unfinished business in the tracker, the protocol and the extras", () => {
  const wrong = files.filter((file) => /^(sdk|protocol|extras)\//.test(file))
    .filter((file) => /(:|\bas|<)\s*any\b|\benum\s|^\s*(export )?class\s/m.test(code(file)) || /\b(TODO|FIXME)\b/.test(source(file)));
  expect(wrong).toEqual([]);
});

/** Names that a bundle loses, by the list's own name. */
const listOf = (list: string) => new RegExp(`\\b${list} = \`([^\`]+)\``).exec(readFileSync("rollup.config.mjs", "utf8"))![1]!.trim().split(/\s+/);

/** Of the protocol, what the tracker and its extras import, and what that imports; rule sets no page has. */
const PAGES_KNOW = new Set<string>();
const learn = (target: string): void => {
  if (!target.startsWith("protocol/") || target === "protocol/rules" || PAGES_KNOW.has(target)) return;
  PAGES_KNOW.add(target);
  importsOf(`${target}.ts`).forEach((one) => learn(one.target));
};
for (const { file, target } of imports) if (/^(sdk|extras)\//.test(file)) learn(target);

it("takes no name away that travels, is stored, or is known to pages and extras", () => {
  expect([...PAGES_KNOW]).toEqual(expect.arrayContaining(["protocol/event", "protocol/push", "protocol/limits"]));
  const internal = listOf("INTERNAL");
  expect(internal.length).toBeGreaterThan(20);
  const known = [...files.filter((file) => PAGES_KNOW.has(file.replace(/\.ts$/, ""))), "sdk/types.ts", "sdk/extras/host.ts", "extras/widgets/story.ts"].map(code).join("\n")
    + /interface Profile[\s\S]*?(?=export interface Stamping)/.exec(code("sdk/session/profile.ts"))![0];
  expect(known).toMatch(/\bgrown:/);
  expect(internal.filter((name) => new RegExp(`\\b${name}\\b\\??\\s*[:(]`).test(known))).toEqual([]);
});

it("takes no name away that vendors have, that is stored, or that widgets share with the tracker", () => {
  const internal = listOf("INTERNAL_TO_WIDGETS");
  expect(internal.length).toBeGreaterThan(5);
  const adapters = files.filter((file) => file.startsWith("extras/widgets/vendors/"));
  // Whatever an adapter says of its vendor stands in front of the adapter; arguments have names of ours.
  const facts = adapters.map((file) => code(file).split(/^export const /m)[0]!.replace(/\(\w+(?=\??:)/g, "("));
  expect(facts.join("\n")).toMatch(/\bhasFired\?\(/);
  const shared = /interface WidgetOptions[\s\S]*?^}/m.exec(code("sdk/types.ts"))![0] + /interface ConversationDetail[\s\S]*?^}/m.exec(code("sdk/types.ts"))![0];
  const known = [...facts, shared, ...["protocol/event.ts", "sdk/extras/host.ts", "sdk/pipeline.ts"].map(code), /interface Talk[\s\S]*?^}/m.exec(code("extras/widgets/story.ts"))![0]].join("\n");
  expect(internal.filter((name) => new RegExp(`\\b${name}\\b\\??\\s*[:(]`).test(known))).toEqual([]);
  // What browsers have is theirs: of these names they have some.
  const widgets = ["extras/widgets.ts", "sdk/storage/local.ts", ...files.filter((file) => file.startsWith("extras/widgets/"))].map(code).join("\n");
  expect(widgets.match(/\b(Date|performance|window|page|document|observer)\.(now|stop|page|say|tap|guard|hear|again)\b/g)).toBeNull();
});

it("keeps every module below 300 lines and opens it with what it is", () => {
  const wrong = files.filter((file) => source(file).split("\n").length > 300 || !source(file).startsWith("/**"));
  expect(wrong).toEqual([]);
});
