import { describe, expect, it } from "vitest";
import { createGuard, type Address } from "../../../src/collector/webhooks/guard";

const family = (address: string) => (address.includes(":") ? 6 : 4);
/** A guard whose names have these addresses. */
const guardOf = ({ addresses = [], isIntranet = false }: { addresses?: string[]; isIntranet?: boolean }) =>
  createGuard({ isIntranet, resolve: async (): Promise<Address[]> => addresses.map((address) => ({ address, family: family(address) })) });
const strict = guardOf({});
const isTaken = (given: string, guard = strict) => !("problem" in guard.read(given));
const isFound = async (addresses: string[], isIntranet = false) => !("problem" in (await guardOf({ addresses, isIntranet }).find(new URL("https://hooks.example.com/"))));

/** What is on no public line. */
const PRIVATE = [
  "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
  "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "100.100.100.200",
  "::", "::1", "::7f00:1", "::ffff:7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
  "2002:7f00:1::", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
];
const PUBLIC = ["1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001::200e"];

describe("An address", () => {
  it.each(["https://hooks.example.com/parley", "https://hooks.example.com:8443/?key=a%40b", "https://hooks.example.com:443", "https://bücher.example/", "https://1.1.1.1/", "https://[2606:2800:220:1:248:1893:25c8:1946]/"])(
    "such as %s is taken", (given) => {
      expect(strict.read(given)).toEqual({ url: new URL(given) });
    });

  it.each([
    // Whatever a URL reader makes 127.0.0.1 of.
    "https://127.1/", "https://0x7f.1/", "https://0x7f000001/", "https://2130706433/", "https://017700000001/", "https://127.0.0.1./", "https://①②⑦.0.0.1/", "https://[::ffff:7f00:1]/", "https://[::ffff:127.0.0.1]/", "https://[::1]/", "https://0/",
    "https://169.254.169.254/latest/meta-data/", "https://metadata.google.internal/", "https://metadata.google.internal./", "https://METADATA/", "https://[fd00:ec2::254]/",
    // What is read as one host by some, and as another by others.
    "https://hooks.example.com@127.0.0.1/", "https://user:pass@hooks.example.com/", "https://@hooks.example.com/", "https://hooks.example.com\\@127.0.0.1/", "https:\\\\hooks.example.com/", "https://hooks.example.com\t.evil.example/", "https://hooks.example.com/a b", " https://hooks.example.com/", "https://hooks.example.com/\u200b", "https://hooks.example.com/\u0000",
    "https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/", "https://[fe80::1]/",
    // No web address, no TLS, another port.
    "http://hooks.example.com/", "http://127.1/", "ftp://hooks.example.com/", "file:///etc/passwd", "gopher://hooks.example.com/", "javascript:alert(1)", "data:,x", "https:hooks.example.com", "https:///hooks.example.com", "//hooks.example.com", "hooks.example.com", "",
    "https://hooks.example.com:22/", "https://hooks.example.com:80/", "https://hooks.example.com:8080/", "https://hooks.example.com:0/", "https://hooks.example.com:65536/",
    `https://hooks.example.com/${"x".repeat(2_048)}`,
  ])("such as %j is not", (given) => {
    expect(strict.read(given)).toEqual({ problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it.each(PRIVATE)("of the range of %s is refused, as it is and behind a name", async (address) => {
    expect([await isFound([address]), isTaken(address.includes(":") ? `https://[${address}]/` : `https://${address}/`)]).toEqual([false, false]);
  });

  it.each(PUBLIC)("such as %s is public", async (address) => {
    expect([await isFound([address]), isTaken(address.includes(":") ? `https://[${address}]/` : `https://${address}/`)]).toEqual([true, true]);
  });

  it("is refused where only one of those that its name has is private", async () => {
    expect([await isFound([...PUBLIC, "10.0.0.1"]), await isFound(["10.0.0.1", ...PUBLIC]), await isFound(PUBLIC)]).toEqual([false, false, true]);
  });

  it("is refused where its name has none, or cannot be asked for", async () => {
    const failing = createGuard({ isIntranet: false, resolve: () => Promise.reject(new Error("ENOTFOUND")) });
    const url = new URL("https://nowhere.example/");
    expect([await guardOf({}).find(url), await failing.find(url)]).toEqual([{ problem: "The name nowhere.example has no address." }, { problem: "The name nowhere.example has no address." }]);
  });
});

describe("In an intranet", () => {
  const open = guardOf({ isIntranet: true });

  it.each(["http://127.0.0.1:9000/hook", "https://10.0.0.1/", "http://[::1]:80/", "http://crm.intern:8080/", "https://[fd12::1]/"])("%s is taken", (given) => {
    expect(isTaken(given, open)).toBe(true);
  });

  it.each(["http://169.254.169.254/", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://100.100.100.200/", "http://metadata.google.internal/", "http://user@10.0.0.1/", "http://10.0.0.1\\@1.1.1.1/", "http://224.0.0.1/", "http://0.0.0.0/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/"])(
    "%s is still not", (given) => {
      expect(isTaken(given, open)).toBe(false);
    });

  it("a name is refused that leads to what a cloud tells its machines", async () => {
    expect([await isFound(["169.254.169.254"], true), await isFound(["fd00:ec2::254"], true), await isFound(["10.0.0.1"], true)]).toEqual([false, false, true]);
  });
});
