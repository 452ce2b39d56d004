/**
 * Builds what websites load (dist/, committed) and what the collector serves or runs (build/, not committed).
 * `PARLEY_BUILD=site` builds only the former, `PARLEY_BUILD=server` only the latter.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import typescript from "@rollup/plugin-typescript";
import { minify } from "terser";

const { version, dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

/** Largest size in bytes: brotli for what is loaded, plain for the stub, which is pasted into every page. */
const BUDGET = { "pe.js": 6_000, "stub.js": 400, "widgets.mjs": 7_000, "console.js": 45_000 };

/**
 * Options and methods that stay within pe.js, and lose their names there. What travels, what is stored and what pages or
 * extras call keeps its name: test/architecture.test.ts compares.
 */
export const INTERNAL = `
  alone begin extras forget gate gone hurry idleMs initial isDenied isLeaving isOpen leave outbox pack pass post record replayed
  resume routes schedule settle settled stamping tell unsent until view wake waitMs asked
`.trim().split(/\s+/);

// One cache for all outputs, so that a mangled `_name` is the same everywhere; nothing mangled should cross a bundle all the same.
const nameCache = {};

/** Finds the few packages that are bundled into browser code. */
const packages = {
  name: "packages",
  resolveId(id) {
    const [name, ...rest] = id.split("/");
    if (name !== "idb-keyval" && name !== "preact") return null;
    const { exports } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
    const entry = exports[["."].concat(rest).join("/")];
    return path.resolve("node_modules", name, entry.module ?? entry.default);
  },
};

const shrink = {
  name: "shrink",
  async renderChunk(code, _chunk, { file, format }) {
    delete nameCache.vars;
    const { code: small } = await minify(code, {
      ecma: 2020,
      module: format === "es",
      compress: { passes: 3, unsafe: true, unsafe_arrows: true, unsafe_methods: true },
      mangle: { properties: { regex: file.endsWith("/pe.js") ? new RegExp(`^(${INTERNAL.join("|")})$`) : /^_[^_]/ } },
      nameCache,
    });
    return small;
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
  typescript({ include: [...include, "src/protocol/**"], noEmitOnError: true, compilerOptions: { noEmit: false, sourceMap: false } });
const stamp = {
  name: "stamp",
  transform: (code) => (code.includes("__VERSION__") ? { code: code.replaceAll("__VERSION__", version), map: null } : null),
};

const browser = (input, file, format, include) => ({
  input,
  output: { file, format, generatedCode: "es2015" },
  plugins: [packages, compile(include), stamp, shrink],
});

const site = [
  browser("src/sdk/snippet.ts", "dist/stub.js", "iife", ["src/sdk/**"]),
  browser("src/sdk/index.ts", "dist/pe.js", "iife", ["src/sdk/**"]),
  browser("src/extras/widgets.ts", "dist/extras/widgets.mjs", "es", ["src/extras/**", "src/sdk/**"]),
];
const server = [
  browser("src/console/main.tsx", "build/console/console.js", "iife", ["src/console/**"]),
  {
    input: "src/collector/main.ts",
    output: { file: "build/collector.mjs", format: "es" },
    external: (id) => id.startsWith("node:") || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [compile(["src/collector/**"]), stamp],
  },
];

export default { site, server }[process.env.PARLEY_BUILD] ?? [...site, ...server];
