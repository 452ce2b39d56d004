import { describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { createSecret, messageId, rotate, ROTATION_MS, sign, type Signed } from "../../../src/collector/webhooks/sign";
import { hasCorpus, missingCorpus, readJson } from "../../corpus";

const NOW = Date.now();
const verify = (secret: string, body: string, headers: Signed) => {
  try {
    return new Webhook(secret).verify(body, { ...headers });
  } catch (problem) {
    return (problem as Error).message;
  }
};

describe("A signature", () => {
  it.skipIf(!hasCorpus)(`is that of the published example${missingCorpus}`, () => {
    const { secret, id, timestamp, payload, signature } = readJson<{ secret: string; id: string; timestamp: number; payload: string; signature: string }>("webhooks/vector.json");
    expect(sign({ id, now: timestamp * 1_000 + 999, body: payload, secrets: [{ secret }] })).toEqual({ "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signature });
  });

  it("is what the library of Standard Webhooks makes and takes, whatever the text", () => {
    for (const body of ['{"a":1}', '{"name":"Zoë 你好 \\u2028"}', "{}", JSON.stringify({ long: "x".repeat(19_000) })]) {
      const { secret } = createSecret();
      const headers = sign({ id: "msg_1", now: NOW, body, secrets: [{ secret }] });
      expect(headers["webhook-signature"]).toBe(new Webhook(secret).sign("msg_1", new Date(NOW), body));
      expect(verify(secret, body, headers)).toEqual(JSON.parse(body));
      expect(verify(secret, `${body} `, headers)).toMatch(/No matching signature/);
      expect(verify(secret, body, { ...headers, "webhook-id": "msg_2" })).toMatch(/No matching signature/);
      expect(verify(createSecret().secret, body, headers)).toMatch(/No matching signature/);
    }
  });

  it("is worth nothing five minutes before and after", () => {
    const { secret } = createSecret();
    const at = (minutes: number) => verify(secret, "{}", sign({ id: "m", now: NOW + minutes * 60_000, body: "{}", secrets: [{ secret }] }));
    expect([at(-4.9), at(4.9)]).toEqual([{}, {}]);
    expect([at(-5.1), at(5.1)]).toEqual([expect.stringMatching(/too old/), expect.stringMatching(/too new/)]);
  });
});

describe("A secret", () => {
  it("is 32 random bytes", () => {
    const [one, other] = [createSecret().secret, createSecret().secret];
    expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one).not.toBe(other);
  });

  it("that was changed signs beside the new one for a day, and then no more", () => {
    const first = createSecret();
    const [second, old] = rotate([first], NOW) as [{ secret: string }, { secret: string; until: number }];
    expect(old).toEqual({ secret: first.secret, until: NOW + ROTATION_MS });
    const signatures = (now: number) => sign({ id: "m", now, body: "{}", secrets: [second, old] });
    const during = signatures(NOW + 60_000);
    expect(during["webhook-signature"].split(" ")).toHaveLength(2);
    expect([verify(first.secret, "{}", during), verify(second.secret, "{}", during)]).toEqual([{}, {}]);
    expect(signatures(NOW + ROTATION_MS)["webhook-signature"].split(" ")).toEqual([new Webhook(second.secret).sign("m", new Date(NOW + ROTATION_MS), "{}")]);
  });

  it("that is changed twice keeps the time of each, and forgets what signs no more", () => {
    const first = createSecret();
    const twice = rotate(rotate([first], NOW), NOW + 1_000);
    expect(twice.map(({ until }) => until)).toEqual([undefined, NOW + 1_000 + ROTATION_MS, NOW + ROTATION_MS]);
    expect(rotate(twice, NOW + ROTATION_MS + 500)).toHaveLength(3);
    expect(rotate(twice, NOW + 3 * ROTATION_MS).map(({ until }) => until)).toEqual([undefined, NOW + 4 * ROTATION_MS]);
  });
});

it("A message's id is the same for a webhook and an event, and for no others", () => {
  const ids = [["a", "b"], ["a", "c"], ["b", "b"], ["a,b", ""], ["", "a,b"]].map(([webhook, event]) => messageId(webhook!, event!));
  expect(new Set(ids).size).toBe(5);
  expect(messageId("a", "b")).toBe(ids[0]);
  for (const id of ids) expect(id).toMatch(/^msg_[\w-]{27}$/);
});
