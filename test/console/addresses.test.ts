/** Which site a page is for, by its address, by what the browser remembers, and by what the collector says. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addressOf, createAddresses } from "../../src/console/addresses";

const SHOP = { name: "Shop", key: "pk_shop" };
const BLOG = { name: "Blog", key: "pk_blog" };
const BOTH = [BLOG, SHOP];

/** A browser's tab at an address; what it remembers is shared with `of`. */
function open(address: string, { kept = {} as { [key: string]: string }, isRefusing = false } = {}) {
  const page = { href: `https://collect.example${address}` };
  const addresses = createAddresses({
    page,
    replace: (href) => void (page.href = href),
    storage: () => {
      if (isRefusing) throw new DOMException("Refused", "SecurityError");
      return { getItem: (key) => kept[key] ?? null, setItem: (key, value) => void (kept[key] = value), removeItem: (key) => void delete kept[key] };
    },
  });
  return { ...addresses, kept, where: () => page.href.replace("https://collect.example", "") };
}

describe("An address for a site", () => {
  it.each([
    ["/v1/me", "/v1/me?site=pk_shop"],
    ["/v1/stream?lastEventId=7", "/v1/stream?lastEventId=7&site=pk_shop"],
    ["/console/#conversation%3Ac%3F1", "/console/?site=pk_shop#conversation%3Ac%3F1"],
    ["/v1/history?contact=a%23b#c", "/v1/history?contact=a%23b&site=pk_shop#c"],
  ])("%s", (given, expected) => {
    expect(addressOf(given, SHOP.key)).toBe(expected);
  });

  it("holds whatever somebody has typed as a key, and nothing more", () => {
    expect(addressOf("/v1/me", "pk&a=b#c")).toBe("/v1/me?site=pk%26a%3Db%23c");
  });
});

describe("Where there are several sites", () => {
  it("the page's address names one, and it is remembered", () => {
    const page = open("/console/rules?site=pk_blog#versions");
    expect([page.at("/v1/me"), page.isNamed()]).toEqual(["/v1/me?site=pk_blog", true]);
    page.settle({ site: BLOG, sites: BOTH });
    expect([page.where(), page.at("/v1/rules"), page.kept]).toEqual(["/console/rules?site=pk_blog#versions", "/v1/rules?site=pk_blog", { "parley.site": "pk_blog" }]);
  });

  it("an address without one is of the remembered, and says so from then on", () => {
    const page = open("/console/contacts#k1", { kept: { "parley.site": "pk_blog" } });
    expect([page.at("/v1/me"), page.isNamed()]).toEqual(["/v1/me?site=pk_blog", false]);
    page.settle({ site: BLOG, sites: BOTH });
    expect(page.where()).toBe("/console/contacts?site=pk_blog#k1");
  });

  it("the first time it is what the collector chose", () => {
    const page = open("/console/");
    expect(page.at("/v1/me")).toBe("/v1/me");
    page.settle({ site: SHOP, sites: BOTH });
    expect([page.where(), page.at("/v1/me"), page.kept]).toEqual(["/console/?site=pk_shop", "/v1/me?site=pk_shop", { "parley.site": "pk_shop" }]);
  });

  it("the address goes before what is remembered, and a tab that is told the same again leaves what another has remembered", () => {
    const kept = {};
    const [shop, blog] = [open("/console/?site=pk_shop", { kept }), open("/console/?site=pk_blog", { kept })];
    shop.settle({ site: SHOP, sites: BOTH });
    blog.settle({ site: BLOG, sites: BOTH });
    shop.settle({ site: SHOP, sites: [...BOTH, { name: "Third", key: "pk_third" }] });
    expect([shop.at("/a"), blog.at("/a"), kept]).toEqual(["/a?site=pk_shop", "/a?site=pk_blog", { "parley.site": "pk_blog" }]);
    expect(open("/console/?site=pk_shop", { kept }).at("/a")).toBe("/a?site=pk_shop");
  });

  it("a browser that keeps nothing has it in its addresses all the same", () => {
    const page = open("/console/", { isRefusing: true });
    page.settle({ site: SHOP, sites: BOTH });
    expect([page.where(), page.at("/v1/me")]).toEqual(["/console/?site=pk_shop", "/v1/me?site=pk_shop"]);
  });
});

describe("Where there is one site", () => {
  it("no address names it, and nothing is kept", () => {
    const page = open("/console/#session:s1");
    page.settle({ site: SHOP });
    expect([page.where(), page.at("/v1/me"), page.kept]).toEqual(["/console/#session:s1", "/v1/me", {}]);
  });

  it("a colleague's link works, and loses what names the site", () => {
    const page = open("/console/?site=pk_shop#session:s1", { kept: { "parley.site": "pk_blog" } });
    expect(page.at("/v1/me")).toBe("/v1/me?site=pk_shop");
    page.settle({ site: SHOP });
    expect([page.where(), page.at("/v1/me"), page.kept]).toEqual(["/console/#session:s1", "/v1/me", {}]);
  });

  it("an address that names nothing asks for nothing", () => {
    const page = open("/console/?site=");
    expect([page.at("/v1/me"), page.isNamed()]).toEqual(["/v1/me", false]);
  });
});

it("while the page is open sites come and go, and the address follows", () => {
  const page = open("/console/?site=pk_shop");
  page.settle({ site: SHOP });
  page.settle({ site: SHOP, sites: BOTH });
  expect([page.where(), page.at("/a"), page.kept]).toEqual(["/console/?site=pk_shop", "/a?site=pk_shop", { "parley.site": "pk_shop" }]);
  page.settle({ site: SHOP });
  expect([page.where(), page.at("/a"), page.kept]).toEqual(["/console/", "/a", {}]);
});

describe("A site that is refused", () => {
  it("is forgotten where it was only remembered", () => {
    const page = open("/console/", { kept: { "parley.site": "pk_gone" } });
    expect([page.forget(), page.at("/v1/me"), page.kept, page.forget()]).toEqual([true, "/v1/me", {}, false]);
  });

  it("stays where the address names it, and where the collector has let somebody in", () => {
    const kept = { "parley.site": "pk_shop" };
    const given = open("/console/?site=pk_gone", { kept });
    expect([given.forget(), given.at("/a"), given.isNamed()]).toEqual([false, "/a?site=pk_gone", true]);
    const open2 = open("/console/", { kept });
    open2.settle({ site: SHOP, sites: BOTH });
    expect([open2.forget(), open2.at("/a"), open2.isNamed(), kept]).toEqual([false, "/a?site=pk_shop", true, { "parley.site": "pk_shop" }]);
  });
});

/** The login's own, and the way back to whichever site is one's own. */
const OF_NO_SITE = ["/console/", "/console/login", "/console/logout"];

it("no link, form or download of the console names a page of the collector's by itself", () => {
  const root = path.resolve("src/console");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  const found = files.flatMap((file) => [...readFileSync(path.join(root, file), "utf8").matchAll(/\b(?:href|action|src)=(?:"|\{\s*[`"])(\/(?:v1|console)[^"`?#]*)|(?:new EventSource|fetch|\.open)\((?:"\w+", )?[`"](\/[^"`]*)/g)].map(([, link, call]) => link ?? call));
  expect([...new Set(found)].sort()).toEqual(OF_NO_SITE);
});
