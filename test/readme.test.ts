import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { VARIABLES } from "../src/collector/config";
import { CONVERSATION_STATES } from "../src/protocol/event";

const readme = readFileSync("README.md", "utf8");
const lineOf = (document: string, start: string) => readFileSync(`docs/${document}.md`, "utf8").split("\n").find((line) => line.startsWith(start));
const quoted = [...readme.matchAll(/<!-- size:(\S+) -->([\d,]+) B( brotli)?<!-- \/size -->/g)];

it("quotes the size of everything that websites load", () => {
  // What their servers import is no page's burden.
  const loaded = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter((file) => /\.m?js$/.test(file) && !file.startsWith("client")).sort();
  expect(quoted.map(([, file]) => file).sort()).toEqual(loaded);
});

it.each(quoted.map(([, file, bytes, brotli]) => ({ file: file!, bytes: Number(bytes!.replaceAll(",", "")), brotli: Boolean(brotli) })))(
  "quotes the size of $file as it is",
  ({ file, bytes, brotli }) => {
    const code = readFileSync(`dist/${file}`);
    expect(bytes).toBe(brotli ? brotliCompressSync(code).length : code.length);
  },
);

it("lists every variable that an operator may set, with its default and meaning", () => {
  for (const [name, { default: preset, meaning }] of Object.entries(VARIABLES)) {
    const row = lineOf("OPERATING", `| \`${name}\``);
    expect(row, name).toContain(meaning);
    expect(row).toContain(preset || "none");
  }
});

it("names every state of a conversation", () => {
  const row = lineOf("PAGE", "| `conversation.…`")!;
  expect(CONVERSATION_STATES.filter((state) => !row.includes(state))).toEqual([]);
});

/** What a heading is called in links to it. */
const anchorOf = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");

it.each(["README.md", "ARCHITECTURE.md", ...readdirSync("docs").filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`)])("%s shows pictures and links that are there", (document) => {
  const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!http)([^)#]*)#?([^)]*)\)/g)].map(([, target, anchor]) => ({ file: target ? path.join(path.dirname(document), target) : document, anchor }));
  const isThere = ({ file, anchor }: (typeof links)[number]) =>
    existsSync(file) && (!anchor || [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].some(([, heading]) => anchorOf(heading!) === anchor));
  expect(links.filter((link) => !isThere(link))).toEqual([]);
});

it("the README leads to every document, and shows the console", () => {
  expect(readdirSync("docs").filter((file) => file.endsWith(".md") && !readme.includes(`](docs/${file})`))).toEqual([]);
  expect(statSync("docs/console.png").size).toBeGreaterThan(20_000);
});

it("architecture's folders are those that are there", () => {
  const architecture = readFileSync("ARCHITECTURE.md", "utf8");
  const named = [...architecture.matchAll(/^\| `(src\/[^`]+)\/`/gm)].map(([, folder]) => folder!);
  const there = readdirSync("src", { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => `${parentPath}/${name}`);
  expect(named.filter((folder, i) => !existsSync(folder) || named.indexOf(folder) !== i)).toEqual([]);
  expect(there.filter((folder) => !named.includes(folder) && !/\/vendors$|\/words\/[a-z]{2}(\/|$)/.test(folder))).toEqual([]);
});
