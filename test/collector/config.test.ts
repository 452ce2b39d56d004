import { describe, expect, it } from "vitest";
import { createOriginCheck } from "../../src/collector/access/origins";
import { parseConfig, VARIABLES } from "../../src/collector/config";

const good = (environment: object) => {
  const read = parseConfig({ ...environment });
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  return read.config;
};
const problems = (environment: object) => {
  const read = parseConfig({ ...environment });
  return "problems" in read ? read.problems : [];
};

describe("The configuration", () => {
  it("works with nothing set", () => {
    expect(good({})).toEqual({
      port: 8787, host: "127.0.0.1", data: "./data", url: "http://localhost:8787", origins: ["this machine"], fixed: [],
      site: "My website", trustProxy: [], geo: undefined, masterKey: undefined, keepAnonymousDays: 60, keepIdentifiedDays: 395, cookieDays: 0, tellPages: [], webhookIntranet: false, rules: undefined, provider: undefined, adminLink: false, log: "error",
    });
  });

  it("allows every port of this machine, and nothing else, until websites are named", () => {
    const isAllowed = createOriginCheck(good({ PE_URL: "https://collect.example.com/" }).origins);
    for (const origin of ["http://localhost", "https://localhost:5173", "http://127.0.0.1:80", "http://[::1]:3000"]) expect([origin, isAllowed(origin)]).toEqual([origin, true]);
    for (const origin of ["http://localhost.evil.io", "http://localhost:3000.evil.io", "http://127.0.0.2", "http://evil.io", "ftp://localhost", "null", "http://LOCALHOST", "http://localhost/"]) expect([origin, isAllowed(origin)]).toEqual([origin, false]);
  });

  it("says which settings it takes out of the console's hands", () => {
    expect(good({ PE_ORIGINS: "https://example.com", PE_KEEP_ANONYMOUS_DAYS: "60" }).fixed).toEqual(["origins", "keepAnonymousDays"]);
    expect(good({ PE_ORIGINS: "  ", PE_KEEP_IDENTIFIED_DAYS: "90" }).fixed).toEqual(["keepIdentifiedDays"]);
  });

  it("takes keys to seal with, and never repeats one that is wrong", () => {
    const [one, two] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
    expect(good({ PE_MASTER_KEY: ` ${one}, ${two} ` }).masterKey).toBe(`${one}, ${two}`);
    for (const wrong of ["short-secret", `${one},short-secret`, Buffer.alloc(31).toString("base64"), ","]) {
      const read = parseConfig({ PE_MASTER_KEY: wrong });
      expect("problems" in read && read.problems.join()).toMatch(/^PE_MASTER_KEY holds no keys of 32 bytes/);
      expect(JSON.stringify(read)).not.toContain("short-secret");
    }
  });

  it.each(["0", "1.5", "-1", "x", "99999"])("keeps nothing for %s days", (days) => {
    for (const name of ["PE_KEEP_ANONYMOUS_DAYS", "PE_KEEP_IDENTIFIED_DAYS"]) expect(parseConfig({ [name]: days })).toEqual({ problems: [expect.stringContaining(name)] });
  });

  it("takes websites in any spelling that names an origin", () => {
    expect(good({ PE_ORIGINS: " https://Example.com:443/ ,https://bücher.example,http://a.example:8080, https://*.Shop.example " }).origins).toEqual([
      "https://example.com", "https://xn--bcher-kva.example", "http://a.example:8080", "https://*.shop.example",
    ]);
  });

  it.each([
    [{ PORT: "0" }, "PORT"], [{ PORT: "eighty" }, "PORT"], [{ PORT: "65536" }, "PORT"], [{ PE_URL: "collect.example.com" }, "PE_URL"], [{ PE_URL: "https://example.com/path" }, "PE_URL"], [{ PE_URL: "https://*.example.com" }, "PE_URL"],
    [{ PE_ORIGINS: "example.com" }, "PE_ORIGINS"], [{ PE_ORIGINS: "*" }, "PE_ORIGINS"], [{ PE_ORIGINS: "https://*" }, "PE_ORIGINS"], [{ PE_ORIGINS: "https://a.*.example.com" }, "PE_ORIGINS"],
    [{ PE_ORIGINS: "https://example.com/shop" }, "PE_ORIGINS"], [{ PE_ORIGINS: "https://me@example.com" }, "PE_ORIGINS"], [{ PE_ORIGINS: "null" }, "PE_ORIGINS"],
    [{ PE_LOG: "debug" }, "PE_LOG"], [{ PE_WEBHOOK_INTRANET: "yes" }, "PE_WEBHOOK_INTRANET"], [{ PE_TRUST_PROXY: "yes" }, "PE_TRUST_PROXY"], [{ PE_TRUST_PROXY: "10.0.0.0/64" }, "PE_TRUST_PROXY"],
  ])("stops the start at %j with a sentence that says what to do", (environment, name) => {
    expect(problems(environment)).toEqual([expect.stringMatching(new RegExp(`^${name} is ".*"\\. .{10,}\\.$`))]);
  });

  it("gives a cookie only where browsers take one", () => {
    for (const url of ["https://collect.example.com", "http://localhost:8787", "http://collect.shop.localhost"]) expect(good({ PE_COOKIE_DAYS: "400", PE_URL: url }).cookieDays).toBe(400);
    for (const url of ["http://collect.example.com", "http://10.0.0.7:8787", "http://localhost.example"]) {
      expect(problems({ PE_COOKIE_DAYS: "1", PE_URL: url })).toEqual([expect.stringMatching(/^PE_COOKIE_DAYS needs /)]);
      expect(good({ PE_COOKIE_DAYS: "0", PE_URL: url }).cookieDays).toBe(0);
    }
    for (const days of ["401", "-1", "1.5", "on"]) expect(problems({ PE_COOKIE_DAYS: days })).toEqual([expect.stringMatching(/^PE_COOKIE_DAYS is /)]);
  });

  it("tells all that is wrong at once", () => {
    expect(problems({ PORT: "x", PE_LOG: "x" })).toHaveLength(2);
  });

  it("has a default and a sentence for every variable", () => {
    for (const { meaning } of Object.values(VARIABLES)) expect(meaning).toMatch(/^[A-Z].*\.$/);
  });
});
