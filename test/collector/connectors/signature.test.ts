import { createHash } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import twilioSdk from "twilio";
import { describe, expect, it } from "vitest";
import { chatwoot } from "../../../src/collector/connectors/chatwoot";
import type { Connector, Delivery } from "../../../src/collector/connectors/connector";
import { genesys } from "../../../src/collector/connectors/genesys";
import { intercom } from "../../../src/collector/connectors/intercom";
import { standard } from "../../../src/collector/connectors/standard";
import { twilio } from "../../../src/collector/connectors/twilio";
import { zendesk } from "../../../src/collector/connectors/zendesk";
import { hasCorpus, missingCorpus, readText } from "../../corpus";

const verify = (connector: Connector, { body = "", ...more }: Partial<Omit<Delivery, "body">> & { body?: string | Buffer }) =>
  connector.verify({ body: Buffer.from(body), headers: {}, address: "https://collect.example.com/v1/connectors/c", secret: "s", received: 0, ...more });

describe("Twilio's signature", () => {
  const ADDRESS = "https://mycompany.com/myapp.php?foo=1&bar=2";
  const form = (caller: string) => new URLSearchParams({ To: "+18005551212", CallSid: "CA1234567890ABCDE", Caller: caller, From: caller, Digits: "1234" }).toString();

  it.each([
    ["+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
    ["+14158675310", "GvWf1cFY/Q7PnoempGyD5oXAezc="],
  ])("is that of Twilio's published examples (%s)", (caller, signature) => {
    expect(verify(twilio, { body: form(caller), address: ADDRESS, secret: "12345", headers: { "x-twilio-signature": signature } })).toBeUndefined();
    expect(verify(twilio, { body: form("+14158675311"), address: ADDRESS, secret: "12345", headers: { "x-twilio-signature": signature } })).toBe("wrong_signature");
  });

  const text = fc.string({ unit: "grapheme", maxLength: 12 });
  const fields = fc.dictionary(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((name) => name !== "__proto__"), fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { maxKeys: 12 });
  const address = fc.tuple(fc.constantFrom("https://collect.example.com", "https://collect.example.com:443", "http://localhost:8787", "https://[::1]:8443", "http://example.com"), fc.constantFrom("", "?a=1", "?b=%C3%A4&b=2", "?x=:80/")).map(([origin, query]) => `${origin}/v1/connectors/c${query}`);

  it("is what Twilio's own SDK makes of any form, with any port", () => {
    fc.assert(fc.property(fields, address, text.filter((secret) => secret !== ""), (params, to, secret) => {
      const given = twilioSdk.getExpectedTwilioSignature(secret, to, params);
      const body = new URLSearchParams(Object.entries(params).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))).toString();
      expect(verify(twilio, { body, address: to, secret, headers: { "x-twilio-signature": given } })).toBeUndefined();
      expect(verify(twilio, { body, address: to, secret: `${secret}x`, headers: { "x-twilio-signature": given } })).toBe("wrong_signature");
    }), { numRuns: 300 });
  });

  it("takes the address with or without the usual port, as Twilio's own SDK does", () => {
    for (const [asked, signed] of [["https://c.example/x", "https://c.example:443/x"], ["https://c.example:443/x", "https://c.example/x"], ["http://c.example/x", "http://c.example:80/x"], ["https://c.example:8443/x", "https://c.example/x"]] as const) {
      const given = twilioSdk.getExpectedTwilioSignature("s", signed, { A: "1" });
      expect(twilioSdk.validateRequest("s", given, asked, { A: "1" })).toBe(true);
      expect([asked, verify(twilio, { body: "A=1", address: asked, headers: { "x-twilio-signature": given } })]).toEqual([asked, undefined]);
    }
    const given = twilioSdk.getExpectedTwilioSignature("s", "https://c.example/y", { A: "1" });
    expect(verify(twilio, { body: "A=1", address: "https://c.example/x", headers: { "x-twilio-signature": given } })).toBe("wrong_signature");
  });

  it("binds JSON by a hash in the address, as Twilio's own SDK does", () => {
    const body = '{"a":"ä"}';
    const address = `https://c.example/x?bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
    const given = twilioSdk.getExpectedTwilioSignature("s", address, {});
    for (const [sent, forgery] of [[body, undefined], [`${body} `, "wrong_signature"]] as const) {
      expect(twilioSdk.validateRequestWithBody("s", given, address, sent)).toBe(forgery === undefined);
      expect(verify(twilio, { body: sent, address, headers: { "x-twilio-signature": given } })).toBe(forgery);
    }
  });
});

describe("A signature by Standard Webhooks", () => {
  interface Vector { secret: string; id: string; timestamp: number; payload: string; signature: string }
  const headersOf = ({ id, timestamp, signature }: Pick<Vector, "id" | "timestamp" | "signature">) => ({ "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signature });

  it.skipIf(!hasCorpus)(`is that of the published vector${missingCorpus}`, () => {
    const vector = JSON.parse(readText("webhooks/vector.json")) as Vector;
    const { secret, payload: body, timestamp } = vector;
    expect(verify(standard, { body, secret, received: timestamp * 1_000, headers: headersOf(vector) })).toBeUndefined();
    expect(verify(standard, { body: `${body} `, secret, received: timestamp * 1_000, headers: headersOf(vector) })).toBe("wrong_signature");
  });

  it("is what the specification's own package makes of any body", () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 24, maxLength: 64 }), fc.string({ unit: "grapheme" }), fc.uuid(), fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), (key, body, id, timestamp) => {
      const secret = `whsec_${Buffer.from(key).toString("base64")}`;
      expect(standard.refuseSecret?.(secret)).toBeUndefined();
      const signature = new Webhook(secret).sign(id, new Date(timestamp * 1_000), body);
      expect(verify(standard, { body, secret, received: timestamp * 1_000, headers: headersOf({ id, timestamp, signature }) })).toBeUndefined();
      expect(verify(standard, { body, secret, received: timestamp * 1_000, headers: headersOf({ id: `${id}0`, timestamp, signature }) })).toBe("wrong_signature");
    }), { numRuns: 200 });
  });

  const secret = standard.createSecret!();
  const sign = (more: Partial<Vector> = {}) => {
    const { id, timestamp, payload } = { id: "msg_1", timestamp: 1_795_175_400, payload: "{}", ...more };
    return { id, timestamp, signature: more.signature ?? new Webhook(more.secret ?? secret).sign(id, new Date(timestamp * 1_000), payload) };
  };

  it("may stand among others, while a secret is changed", () => {
    const old = sign({ secret: standard.createSecret!() }).signature;
    const { signature, ...rest } = sign();
    const check = (signatures: string) => verify(standard, { body: "{}", secret, received: rest.timestamp * 1_000, headers: headersOf({ ...rest, signature: signatures }) });
    expect(check(`${old} ${signature}`)).toBeUndefined();
    expect(check(`v1a,xyz ${signature} ${old}`)).toBeUndefined();
    for (const wrong of [old, `${old} ${old}`, signature.replace("v1,", "v2,"), signature.replace("v1,", ""), `${signature}x`, "v1,", ","]) expect([wrong, check(wrong)]).toEqual([wrong, "wrong_signature"]);
    expect(check(`${Array.from({ length: 20 }, () => old).join(" ")} ${signature}`)).toBe("wrong_signature");
  });

  it.each([[-300, undefined], [300, undefined], [-301, "stale_timestamp"], [301, "stale_timestamp"]] as const)("that is %d seconds off is %s", (seconds, forgery) => {
    const signed = sign();
    expect(verify(standard, { body: "{}", secret, received: (signed.timestamp + seconds) * 1_000, headers: headersOf(signed) })).toBe(forgery);
  });

  it("needs a secret of the specification's form", () => {
    for (const wrong of ["abc", "whsec_", "whsec_abc", `whsec_${Buffer.alloc(23).toString("base64")}`, `whsec_${Buffer.alloc(65).toString("base64")}`, `whsec_${"!".repeat(40)}`, secret.replace("whsec_", "")]) {
      expect([wrong, standard.refuseSecret?.(wrong)]).toEqual([wrong, expect.stringContaining("24 to 64 random bytes")]);
    }
  });
});

describe("Other vendors' signatures", () => {
  const JEFE = { secret: "Jefe", body: "what do ya want for nothing?" };

  it("Intercom's is HMAC-SHA1 in hex over the body, as RFC 2202 has it", () => {
    const headers = { "x-hub-signature": "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" };
    expect(verify(intercom, { ...JEFE, headers })).toBeUndefined();
    expect(verify(intercom, { ...JEFE, body: "what do ya want for nothing!", headers })).toBe("wrong_signature");
    expect(verify(intercom, { ...JEFE, headers: { "x-hub-signature": headers["x-hub-signature"].replace("sha1=", "sha256=") } })).toBe("wrong_signature");
  });

  it("Zendesk's is HMAC-SHA256 in base64 over time and body, as RFC 4231 has it", () => {
    const digest = Buffer.from("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "hex").toString("base64");
    const headers = { "x-zendesk-webhook-signature": digest, "x-zendesk-webhook-signature-timestamp": "what do ya " };
    // The signature is right, and the time is none.
    expect(verify(zendesk, { secret: "Jefe", body: "want for nothing?", headers })).toBe("stale_timestamp");
    expect(verify(zendesk, { secret: "Jefe", body: "want for nothing!", headers })).toBe("wrong_signature");
  });

  it("Zendesk's secret is a text, as in the example that its page had while it put the body first", () => {
    const published = { secret: "HRkRd4BeOAoUkfZr-mhauJT64rvBASlJRoIyPsd3zeA=", body: '{"say": "hello"}', at: "2021-07-25T10:00:00Z", signature: "tRDSF7URY8BLCDlaBcQ7FHu051Zk+aAB0NKMP53teMw=" };
    const headers = { "x-zendesk-webhook-signature": published.signature, "x-zendesk-webhook-signature-timestamp": published.body };
    expect(verify(zendesk, { secret: published.secret, body: published.at, headers })).toBe("stale_timestamp");
  });

  it("Chatwoot's is HMAC-SHA256 in hex over time, dot and body: another implementation's, without its first part", () => {
    // Standard Webhooks signs `id.time.body`; with the time as its id and "0.…" as the body it is Chatwoot's text.
    const [secret, at, payload] = ["a secret", "1795175400", '{"event":"ä"}'];
    const digest = Buffer.from(new Webhook(secret, { format: "raw" }).sign(at, new Date(0), payload).split(",")[1]!, "base64").toString("hex");
    const headers = { "x-chatwoot-timestamp": at, "x-chatwoot-signature": `sha256=${digest}` };
    const check = (more: object) => verify(chatwoot, { secret, body: `0.${payload}`, received: 1_795_175_400_000, headers, ...more });
    expect(check({})).toBeUndefined();
    expect(check({ secret: "another" })).toBe("wrong_signature");
    expect(check({ received: 1_795_175_701_000 })).toBe("stale_timestamp");
    expect(check({ headers: { ...headers, "x-chatwoot-timestamp": "1795175401" } })).toBe("wrong_signature");
  });

  it("a shared secret in a header is the whole of it", () => {
    const secret = genesys.createSecret!();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(verify(genesys, { secret, headers: { "x-parley-secret": secret } })).toBeUndefined();
    for (const wrong of [secret.slice(1), `${secret}x`, secret.toLowerCase() + "A", " "]) expect(verify(genesys, { secret, headers: { "x-parley-secret": wrong } })).toBe("wrong_signature");
  });

  it.each([twilio, genesys, chatwoot, intercom, zendesk, standard])("nobody's is taken where $vendor has sent none, or twice", (connector) => {
    const doubled = Object.fromEntries(["x-twilio-signature", "x-parley-secret", "x-chatwoot-signature", "x-hub-signature", "x-zendesk-webhook-signature", "webhook-signature"].map((name) => [name, ["a", "b"]]));
    for (const headers of [{}, doubled]) expect(verify(connector, { headers })).toBe("missing_signature");
  });
});
