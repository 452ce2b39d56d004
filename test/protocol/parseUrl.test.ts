import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { parseOrigin } from "../../src/collector/access/origins";
import { urlParts } from "../../src/collector/rules/fieldValues";
import { parseUrl } from "../../src/protocol/parseUrl";

/** By then what is asked so often has been compiled. */
const OFTEN = 300_000;

it("An address is read alike the first time and after very many, letters such as ü or not", () => {
  const read = () => [parseUrl("https://bücher.example/größe")?.href, parseUrl("größe", "https://a.example/")?.href, parseUrl("no address"), parseOrigin("https://bücher.example"), urlParts("https://bücher.example/größe").path];
  const first = read();
  expect(first).toEqual(["https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe", "https://a.example/gr%C3%B6%C3%9Fe", undefined, "https://xn--bcher-kva.example", "/größe"]);
  for (let i = 0; i < OFTEN; i++) parseUrl(`https://a.example/${i}`);
  expect(read()).toEqual(first);
});

it("Nobody asks Node 20's own way to know an address, which forgets such letters", () => {
  const asks = readdirSync("src", { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name !== "parseUrl.ts")
    .map((file) => path.join(file.parentPath, file.name))
    .filter((file) => readFileSync(file, "utf8").includes("URL.canParse"));
  // It has its address from the program that uses it, once.
  expect(asks).toEqual(["src/client/index.ts"]);
});
