import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openCollector, type Collector } from "./openCollector";

interface Content {
  [type: string]: { schema: object; example?: unknown };
}
interface Operation {
  parameters?: { name: string; in: string; schema: object; example?: unknown }[];
  requestBody?: { content: Content };
  responses: { [status: string]: { content?: Content } };
}
interface Document {
  paths: { [path: string]: { [method: string]: Operation } };
}

let collector: Collector;
let document: Document;
beforeAll(async () => {
  collector = await openCollector();
  document = (await collector.server.inject("/openapi.json")).json();
});
afterAll(() => collector.close());

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => ({ name: `${method.toUpperCase()} ${path}`, ...one })));

/** What the router itself has, as `GET /v1/contacts/{id}`: it draws a tree, four signs a level. */
function routes(): string[] {
  const trail: string[] = [];
  return collector.server.printRoutes({ commonPrefix: false }).split("\n").flatMap((line) => {
    const [, indent, part, methods] = /^([ │]*)(?:├|└)── (\S+) \((.+)\)$/.exec(line) ?? [];
    if (indent === undefined || part === undefined || methods === undefined) return [];
    trail.splice(indent.length / 4, trail.length, part);
    const path = trail.join("").replace(/:(\w+)/g, "{$1}");
    // HEAD comes with every GET, and OPTIONS is what browsers ask before they do.
    return methods.split(", ").filter((method) => method !== "HEAD" && method !== "OPTIONS").map((method) => `${method} ${path}`);
  });
}

it("The document has every address of /v1 that the server has, and no other", () => {
  const served = routes().filter((route) => route.includes(" /v1/")).sort();
  expect(served).toEqual(expect.arrayContaining(["POST /v1/events", "POST /v1/conversations/{id}/wrap-up", "GET /v1/imports/{id}/report"]));
  expect(operations().map(({ name }) => name).sort()).toEqual(served);
});

it("Every example is what its schema says", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: "doc", ...document });
  const examples = operations().flatMap(({ name, parameters = [], requestBody, responses }) => {
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
    return [...contents.flatMap((content) => Object.values(content ?? {})), ...parameters].filter(({ example }) => example !== undefined).map(({ schema, example }) => ({ name, schema, example }));
  });
  expect(examples.length).toBeGreaterThan(90);
  const wrong = examples.flatMap(({ name, schema, example }) => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"doc#/');
    const check = ajv.compile(JSON.parse(text));
    return check(example) ? [] : [`${name}: ${ajv.errorsText(check.errors)}`];
  });
  expect(wrong).toEqual([]);
});

it("Every address of conversations has an example of all that is sent to it and that it answers", () => {
  const told = operations().filter(({ name }) => name.includes("/v1/conversations"));
  expect(told).toHaveLength(9);
  for (const { name, requestBody, responses } of told) {
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)].filter((content) => content !== undefined);
    expect([name, contents.flatMap((content) => Object.values(content)).filter(({ example }) => example === undefined)]).toEqual([name, []]);
    expect([name, name.startsWith("POST")]).toEqual([name, requestBody !== undefined]);
  }
});

it("Each example of a report may be sent as it is, and makes the conversation that the address says", async () => {
  const headers = { authorization: `Bearer ${collector.secret}` };
  const reports = operations().filter(({ name }) => name.startsWith("POST /v1/conversations/"));
  for (const { name, parameters, requestBody } of reports) {
    const named = Object.fromEntries((parameters ?? []).map((one) => [one.name, String(one.example)]));
    const url = name.replace("POST ", "").replace("{id}", named.id!);
    const answer = await collector.server.inject({ method: "POST", url, headers: { ...headers, "idempotency-key": named["Idempotency-Key"]! }, payload: Object(requestBody?.content["application/json"]?.example) });
    expect([url, answer.statusCode, answer.json().state]).toEqual([url, 202, "stored"]);
  }
  const card = (await collector.server.inject({ url: "/v1/conversations/call-7", headers })).json();
  expect(card).toMatchObject({ status: "wrapped_up", code: "Sale", queues: ["Sales", "Support"] });
  const check = new Ajv2020({ strict: false }).addSchema({ $id: "doc", ...document }).compile({ $ref: "doc#/components/schemas/ConversationCard" });
  expect([check(card), check.errors]).toEqual([true, null]);
});
