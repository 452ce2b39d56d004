/** What docs/WEBHOOKS.md says to receivers, against what the collector does. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createSecret, rotate, sign } from "../../src/collector/webhooks/sign";
import { DELAYS_MS } from "../../src/collector/webhooks/schedule";

const text = readFileSync("docs/WEBHOOKS.md", "utf8");
const [, code = ""] = /```js\n([\s\S]+?)```/.exec(text) ?? [];
const { isFromParley } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { isFromParley: (headers: object, body: string, secret: string) => boolean };

const body = '{"name":"Zoë"}';
const now = Date.now();
const { secret } = createSecret();
const headers = sign({ id: "msg_1", now, body, secrets: [{ secret }] });

it("shows code that takes what the collector signs", () => {
  expect(isFromParley(headers, body, secret)).toBe(true);
  const rotated = rotate([{ secret }], now);
  const both = sign({ id: "msg_1", now, body, secrets: rotated });
  expect([isFromParley(both, body, secret), isFromParley(both, body, rotated[0]!.secret)]).toEqual([true, true]);
});

it("and that takes nothing else", () => {
  const at = (minutes: number) => sign({ id: "msg_1", now: now + minutes * 60_000, body, secrets: [{ secret }] });
  const { "webhook-signature": signature } = headers;
  const wrong: [object, string, string][] = [
    [headers, `${body} `, secret], [headers, body, createSecret().secret], [{ ...headers, "webhook-id": "msg_2" }, body, secret], [at(-6), body, secret], [at(6), body, secret],
    [{ ...headers, "webhook-timestamp": "soon" }, body, secret], [{}, body, secret], [{ ...headers, "webhook-signature": "" }, body, secret], [{ ...headers, "webhook-signature": "v1," }, body, secret],
    [{ ...headers, "webhook-signature": signature.replace("v1,", "v2,") }, body, secret], [{ ...headers, "webhook-signature": signature.slice(3) }, body, secret], [{ ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) }, body, secret],
  ];
  for (const [given, sent, key] of wrong) expect(isFromParley(given, sent, key)).toBe(false);
  expect([isFromParley(at(-4), body, secret), isFromParley(at(4), body, secret)]).toEqual([true, true]);
});

it("lists the pauses as they are", () => {
  const [, row = ""] = /^\| pause \| (.+) \|$/m.exec(text) ?? [];
  const units: { [unit: string]: number } = { s: 1_000, min: 60_000, h: 3_600_000 };
  expect(row.split(" | ").map((cell) => Number(cell.split(" ")[0]) * units[cell.split(" ")[1]!]!)).toEqual(DELAYS_MS);
});
