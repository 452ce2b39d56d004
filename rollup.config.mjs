/**
 * Builds what websites load and their servers import (dist/, committed) and what the collector serves or runs (build/, not committed).
 * `PARLEY_BUILD=site` builds only the former, `PARLEY_BUILD=server` only the latter; `PARLEY_BUILD=simulator` builds what plays days against a collector, `PARLEY_BUILD=scoring`
 * and `PARLEY_BUILD=rules` what their benchmarks need.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import typescript from "@rollup/plugin-typescript";
import { minify } from "terser";
import { declarations } from "./setup/declarations.mjs";
import { sheets } from "./setup/sheets.mjs";

const { version, dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

/** Largest size in bytes: brotli for what is loaded, plain for the stub, which is pasted into every page. */
const BUDGET = { "pe.js": 7_471, "stub.js": 400, "widgets.mjs": 7_000, "marks.mjs": 3_200, "identity.mjs": 8_600, "handover.mjs": 1_450, "pushes.mjs": 2_200, "offers.mjs": 3_020, "inspector.mjs": 4_000, "google.js": 500, "console.js": 45_000, "rules.js": 18_000, "supervisor.js": 5_000, "admin.js": 9_000, "account.js": 2_500, "login.js": 300 };

/**
 * Options and methods that stay within pe.js, and lose their names there. What travels, what is stored and what pages or
 * extras call keeps its name: test/architecture.test.ts compares.
 */
export const INTERNAL = `
  allows alone answered asked begin calls extras forget gate gone hear hurry idleMs initial isDenied isLeaving isOpen leave load look outbox pack pass post
  profile record remove replayed resume routes rows said say schedule see send settle settled stamping target unsent until update verdict view
  waitMs wake write
`.trim().split(/\s+/);

/** The same of widgets.mjs: names of the machinery that no vendor's widget has, and that nothing outside of the bundle knows. */
export const INTERNAL_TO_WIDGETS = `
  again guard hear isOptIn now page say stop tap
`.trim().split(/\s+/);

/** The same of offers.mjs: what neither travels nor is stored. */
export const INTERNAL_TO_OFFERS = `
  claim end forget knows over take wait waiting
`.trim().split(/\s+/);

const LISTS = { "pe.js": INTERNAL, "widgets.mjs": INTERNAL_TO_WIDGETS, "offers.mjs": INTERNAL_TO_OFFERS };
const internals = (file) => LISTS[path.basename(file)];

/** Finds the few packages that are bundled into browser code. */
const packages = {
  name: "packages",
  resolveId(id) {
    const name = ["idb-keyval", "preact", "@tanstack/virtual-core"].find((known) => id === known || id.startsWith(`${known}/`));
    if (!name) return null;
    const { exports } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
    const entry = exports[`.${id.slice(name.length)}`];
    return path.resolve("node_modules", name, entry.module ?? entry.default ?? entry.import.default);
  },
};

/** What in the code does this node hold? */
const childrenOf = (node) => Object.values(node).flat().filter((child) => child?.type);

/**
 * Constants are for people: as variables of one kind they are declared together.
 *
 * @param {string} code
 * @param {(code: string) => import("estree").Program} parse
 */
function declareWithLet(code, parse) {
  const starts = [];
  const find = (node) => {
    if (node.type === "VariableDeclaration" && node.kind === "const") starts.push(node.start);
    childrenOf(node).forEach(find);
  };
  find(parse(code));
  return starts.sort((a, b) => b - a).reduce((text, start) => `${text.slice(0, start)}let${text.slice(start + "const".length)}`, code);
}

/**
 * Options by name are for people: `(({ url, now }) => …)({ url: a, now: b })` becomes `((url, now) => …)(a, b)`. Only where the
 * function is called on the spot, so that nobody else can call it, and where all names are plain.
 *
 * @param {string} code
 * @param {(code: string) => import("estree").Program} parse
 */
function passByPosition(code, parse) {
  const isPlain = ({ type, computed, kind, value }) => type === "Property" && !computed && kind === "init" && !value.generator;
  const find = (node) => {
    if (node.type === "CallExpression" && /^(Arrow)?FunctionExpression$/.test(node.callee.type)) {
      const [pattern, ...patterns] = node.callee.params;
      const [given, ...others] = node.arguments;
      const isPair = pattern?.type === "ObjectPattern" && given?.type === "ObjectExpression" && !patterns.length && !others.length;
      if (isPair && [...pattern.properties, ...given.properties].every(isPlain)) return { pattern, given };
    }
    for (const child of childrenOf(node)) {
      const found = find(child);
      if (found) return found;
    }
    return undefined;
  };
  const found = find(parse(code));
  if (!found) return code;
  const { pattern, given } = found;
  const text = ({ start, end }) => code.slice(start, end);
  const left = new Map(pattern.properties.map(({ key, value }) => [key.name, text(value)]));
  const parameters = [];
  const values = given.properties.map((property, i) => {
    const { key, value, method } = property;
    parameters.push(left.get(key.name) ?? `$unused${i}`);
    left.delete(key.name);
    return method ? text(property).replace(/^(async )?[\w$]+/, "$1function") : text(value);
  });
  // What is not given has its default.
  parameters.push(...left.values());
  const names = code[pattern.start - 1] === "(" ? parameters.join() : `(${parameters.join()})`;
  const next = code.slice(0, pattern.start) + names + code.slice(pattern.end, given.start) + values.join() + code.slice(given.end);
  return passByPosition(next, parse);
}

const shrink = {
  name: "shrink",
  async renderChunk(code, { fileName }, { file = fileName, format }) {
    const parse = (text) => this.parse(text);
    const isCore = file.endsWith("/pe.js");
    // What has little room left.
    const isTight = isCore || /(identity|marks|offers|widgets)\.mjs$/.test(file);
    // Of these, brotli makes the least like this.
    const isTuned = isCore || /(marks|widgets)\.mjs$/.test(file);
    const compress = { passes: isTuned ? 2 : 3, unsafe: true, unsafe_arrows: true, comparisons: !isTuned, hoist_funs: isTuned, inline: isTuned ? 2 : 3, loops: !isTuned, negate_iife: !isTuned };
    const names = internals(file);
    const settings = { ecma: 2020, module: format === "es", compress };
    const { code: small } = await minify(isTight ? declareWithLet(code, parse) : code, {
      ...settings,
      // Only the listed names, and those wherever they stand: that a browser may have one, too, does not keep it. In other
      // extras none at all, where names that begin as private ones do are those of vendors' globals.
      mangle: { properties: names ? { builtins: true, regex: new RegExp(`^(${names.join("|")})$`) } : format !== "es" && { regex: /^_[^_]/ } },
    });
    if (!isTight) return small;
    const { code: smaller } = await minify(passByPosition(small, parse), settings);
    if (!isCore) return smaller;
    // Compiled at once and off the main thread, instead of function by function as each is first called.
    return `//# allFunctionsCalledOnLoad\n${smaller}`;
  },
  generateBundle(_options, bundle) {
    for (const [file, { code }] of Object.entries(bundle)) {
      const name = file.split("/").pop();
      const bytes = name === "stub.js" ? Buffer.byteLength(code) : brotliCompressSync(code).length;
      console.log(`${file}: ${bytes.toLocaleString("en-US")} B${name === "stub.js" ? "" : " brotli"}${BUDGET[name] ? ` of ${BUDGET[name].toLocaleString("en-US")}` : ""}`);
      if (bytes > BUDGET[name]) this.error(`${file} is ${bytes} B, its budget is ${BUDGET[name]} B`);
    }
  },
};

const compile = (include) =>
  typescript({ include: [...include, "src/protocol/**"], noEmitOnError: true, compilerOptions: { noEmit: false, sourceMap: false, noCheck: true } });
const stamp = {
  name: "stamp",
  transform: (code) => (code.includes("__VERSION__") ? { code: code.replaceAll("__VERSION__", version), map: null } : null),
};
/** What libraries ask of those who bundle them. */
const production = {
  name: "production",
  transform: (code, id) => (id.includes("/virtual-core/") ? { code: code.replaceAll("process.env.NODE_ENV", '"production"'), map: null } : null),
};

/** Style sheets are indented for people only. */
const styles = {
  name: "styles",
  transform: (code, id) => (/\/style\.[jt]s$/.test(id) ? { code: code.replace(/(?<=[`{};,:])\s+|\s+(?=[{}!])|;\s+(?=\})/g, "").replaceAll(";}", "}"), map: null } : null),
};

const browser = (input, file, format, include) => ({
  input,
  output: { file, format, generatedCode: "es2015", strict: false },
  plugins: [packages, compile(include), styles, stamp, shrink],
});

const site = [
  browser("src/sdk/snippet.ts", "dist/stub.js", "iife", ["src/sdk/**"]),
  browser("src/sdk/index.ts", "dist/pe.js", "iife", ["src/sdk/**"]),
  browser("src/extras/widgets.ts", "dist/extras/widgets.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/marks.ts", "dist/extras/marks.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/handover.ts", "dist/extras/handover.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/pushes.ts", "dist/extras/pushes.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/offers.ts", "dist/extras/offers.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/inspector.ts", "dist/extras/inspector.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/identity.ts", "dist/extras/identity.mjs", "es", ["src/extras/**", "src/sdk/**"]),
  browser("src/extras/google.ts", "dist/extras/google.js", "iife", ["src/extras/**"]),
  {
    input: "src/client/index.ts",
    output: { file: "dist/client/index.mjs", format: "es" },
    plugins: [compile(["src/client/**"]), stamp, declarations("src/client/index.ts", "index.d.ts")],
  },
];
const server = [
  {
    input: "src/console/main.tsx",
    // Its pages of rules and for admins are files of their own: whoever watches sessions does without. So is each language but English.
    output: { dir: "build/console", format: "es", entryFileNames: "console.js", chunkFileNames: "[name].js", generatedCode: "es2015", strict: false },
    plugins: [packages, compile(["src/console/**"]), production, stamp, shrink, sheets("src/console", "console.css")],
  },
  browser("src/console/login.ts", "build/console/login.js", "iife", ["src/console/**"]),
  {
    input: "src/collector/main.ts",
    output: { file: "build/collector.mjs", format: "es" },
    external: (id) => id.startsWith("node:") || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [compile(["src/collector/**"]), stamp],
  },
];

const simulator = [
  {
    input: ["centre", "day", "line", "people", "play"].map((name) => `src/simulator/${name}.ts`),
    output: { dir: "build/simulator", format: "es", entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
    plugins: [compile(["src/simulator/**"])],
  },
];

/** Parts of the collector by themselves, for `bench/scoring.mjs`. */
const scoring = [
  {
    input: ["scoring/features", "scoring/picture", "scoring/scoring", "scoring/sketch", "store/open", "store/sqlite", "vault/masterKeys"].map((name) => `src/collector/${name}.ts`),
    output: { dir: "build/scoring", format: "es", entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
    external: server.at(-1).external,
    plugins: [compile(["src/collector/**"]), stamp],
  },
];

/** The same for `bench/rules.mjs`. */
const rules = [
  {
    input: ["collector/rules/compileRules", "collector/rules/parseRules", "collector/rules/moments", "collector/rules/visit", "collector/fold/session", "protocol/conversation", "protocol/facts"].map((name) => `src/${name}.ts`),
    output: { dir: "build/rules", format: "es", entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
    external: ["node:crypto", "re2js"],
    plugins: [compile(["src/collector/**"])],
  },
];

export default { site, server, simulator, scoring, rules }[process.env.PARLEY_BUILD] ?? [...site, ...server];
