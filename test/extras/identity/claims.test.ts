/** Hashes take a moment each, and are told as what they were made of was found: in order, and with its time. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createClaims } from "../../../src/extras/identity/claims";

/** Ends the digests that are under way, by the order in which they began. */
let digests: (() => void)[];
beforeEach(() => {
  digests = [];
  vi.stubGlobal("crypto", { subtle: { digest: () => new Promise((done) => digests.push(() => done(new ArrayBuffer(1)))) } });
});
afterEach(() => void vi.unstubAllGlobals());

it("tells hashes in the order of their fields, whichever is ready first, at the moment at which they were found", async () => {
  let at = 0;
  const told: [string, number | undefined][] = [];
  const claims = createClaims({
    settings: { hash: true, region: "US" },
    emit: (claim, moment) => told.push([Object.keys(claim)[0]!, moment?.at]),
    moment: () => ({ at: ++at, url: "https://shop.example/" }),
    debug: () => {},
  });
  const isTaken = () => true;
  claims.tell([{ email: "Ada@example.com", key: "ada@example.com", isTaken }, { phone: "(201) 555-0123", region: "US", isTaken }], { form: "contact", moment: "submit" });
  const [email, phone] = digests;
  phone!();
  await new Promise((done) => setTimeout(done));
  expect(told).toEqual([]);
  email!();
  await claims.settle();
  expect(told).toEqual([["emailHash", 1], ["phoneHash", 2]]);
});
