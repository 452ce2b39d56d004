/** What docs/CONSOLE.md shows is there, and its roles are those that the collector knows. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ROLES } from "../../src/protocol/roles";

const text = readFileSync("docs/CONSOLE.md", "utf8");

it("shows pictures that are there, each in light and dark, wide and narrow", () => {
  const shown = [...text.matchAll(/\]\((console\/[^)]+)\)/g)].map(([, file]) => file!);
  expect(shown.length).toBeGreaterThan(8);
  expect(shown.filter((file) => !existsSync(`docs/${file}`))).toEqual([]);
  const names = new Set(shown.map((file) => file.replace(/^console\/|-(light|dark)-(wide|narrow)\.png$/g, "")));
  const wanted = [...names].flatMap((name) => ["light-wide", "light-narrow", "dark-wide", "dark-narrow"].map((look) => `${name}-${look}.png`));
  expect(readdirSync("docs/console").sort()).toEqual(wanted.sort());
});

it("names each role", () => {
  const rows = [...text.split("## Roles")[1]!.matchAll(/^\| (\w+) \|/gm)].map(([, role]) => role);
  expect(rows.slice(1)).toEqual(Object.keys(ROLES));
});
