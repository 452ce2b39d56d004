/** What docs/CONTACT_CENTRE.md and package.json say of the client, run and compiled as a server's developer would. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterEach, describe, expect, it } from "vitest";
import { openCollector, type Collector } from "../collector/openCollector";

const document = readFileSync("docs/CONTACT_CENTRE.md", "utf8");
let collector: Collector | undefined;
afterEach(async () => {
  await collector?.close();
  collector = undefined;
});

/** The first lines of code below a heading. */
function codeBelow(heading: string): string {
  const [, section = ""] = document.split(`${heading}\n`);
  return /(?:^ {4}.*\n)+/m.exec(section)![0].replace(/^ {4}/gm, "");
}

describe("The document's lines", () => {
  it("for a server run as they are, on what is built", async () => {
    collector = await openCollector();
    await collector.server.listen({ port: 0, host: "127.0.0.1" });
    const { port } = collector.server.server.address() as AddressInfo;
    const code = codeBelow("### From your server");
    expect(code.trim().split("\n")).toHaveLength(5);
    const { stdout } = await promisify(execFile)("node", ["--input-type=module", "-e", code.replace("https://collect.example.com", `http://127.0.0.1:${port}`)], { env: { ...process.env, PARLEY_SECRET: collector.secret } });
    expect(stdout).toBe("connected\n");
    expect((await collector.events()).map(({ type, source }) => `${source} ${type}`)).toEqual(["server conversation.started", "server conversation.connected"]);
  });

  it("for curl are answered as they say", async () => {
    collector = await openCollector();
    await collector.server.listen({ port: 0, host: "127.0.0.1" });
    const { port } = collector.server.server.address() as AddressInfo;
    const code = codeBelow("## Report from your contact centre");
    const run = async () => (await promisify(execFile)("sh", ["-c", `${code.replace("https://collect.example.com", `http://127.0.0.1:${port}`).replace("sk_…", collector!.secret).trim()} -s`])).stdout;
    expect([JSON.parse(await run()), JSON.parse(await run())]).toEqual([{ event: expect.any(String), state: "stored" }, { event: expect.any(String), state: "duplicate" }]);
  });
});

it("The client's types are all that TypeScript needs, by the rules of Node and the strictest of its own", () => {
  const name = path.resolve("consumer.mts");
  const code = `
    import { createClient, CollectorError, type Client, type ConversationCard, type Report, type RuleSet } from "parley/client";
    const parley: Client = createClient({ url: "https://collect.example.com", secretKey: "sk_1" });
    const report: Report = { queue: "Sales", customer: { phone: "+4930901820", plan: "gold" } };
    const card: ConversationCard = await parley.conversations.get("c1");
    const status: "pending" | "waiting" | "connected" | "wrapping" | "ended_by_customer" | "wrapped_up" | "linked" = card.status;
    await parley.conversation(card.id).route(report, { idempotencyKey: status });
    await parley.track({ type: "order_completed" }).catch((problem: unknown) => problem instanceof CollectorError && problem.status.toFixed());
    const rules: RuleSet = { segments: [], outcomes: [], actionMaps: [{ id: "invite", name: "Invite", when: { all: [{ event: "page.viewed", within: "7d" }, { field: "page.path", is: "startsWith", value: "/pricing" }] }, action: { type: "chat", text: "May we help?" } }] };
    const { version } = await parley.rules.put(rules, { version: (await parley.rules.get()).version });
    const [rate, places]: [number | undefined, string[]] = [(await parley.rules.report({ days: version })).maps[0]?.accepted.rate, (await parley.rules.check(rules)).map(({ place }) => place)];
    // @ts-expect-error no rule has a colour like this
    await parley.rules.put({ ...rules, segments: [{ color: 7 }] });
    // @ts-expect-error a start says on which channel
    await parley.conversation("c1").start({});
    // @ts-expect-error there is no such verb
    await parley.conversation("c1").dance();
  `;
  const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, types: ["node"], lib: ["lib.es2022.d.ts"], skipLibCheck: false };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => (file === name ? code : readFile(file));
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, version) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, version);
  };
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([name], options, host)).map(({ file, messageText }) => `${path.basename(file?.fileName ?? "")}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  // The types of Node themselves are not what is asked for.
  expect(problems.filter((problem) => /^(consumer|index\.d)/.test(problem))).toEqual([]);
});

it("What is built needs nothing, and is no place for secrets or for what is only the browser's", () => {
  const code = readFileSync("dist/client/index.mjs", "utf8");
  expect(code.match(/^import|\bimport\(|\brequire\(|\b(window|document|localStorage)\b|console\./m)).toBe(null);
  expect(code).toContain("export { CollectorError, createClient };");
  expect(code).not.toContain("__VERSION__");
});
