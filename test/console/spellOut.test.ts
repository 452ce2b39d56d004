import { createElement, Fragment, type VNode } from "preact";
import { expect, test } from "vitest";
import { spelledOut, startSpellingOut } from "../../src/console/spellOut";

const children = (node: Pick<VNode, "props">) => (node.props as { children?: unknown }).children;

test("signs that turn text around are named, and nothing else is", () => {
  expect(spelledOut("\u202Egnp.exe\u202C")).toBe("‹U+202E›gnp.exe‹U+202C›");
  expect(spelledOut("\u2066a\u2069 \u200Fשלום\u200E ﷺ")).toBe("‹U+2066›a‹U+2069› \u200Fשלום\u200E ﷺ");
});

test("all text that is drawn is spelled out, and no attribute", () => {
  startSpellingOut();
  expect(children(createElement("b", { title: "\u202Ex" }, "\u202Ex"))).toBe("‹U+202E›x");
  expect(createElement("b", { title: "\u202Ex" }).props.title).toBe("\u202Ex");
  expect(children(createElement(Fragment, null, "a", ["\u202Ex", "b"]))).toEqual(["a", ["‹U+202E›x", "b"]]);
  const inner = createElement("i", null, "x");
  expect(children(createElement("b", null, "\u202E", inner, 7))).toEqual(["‹U+202E›", inner, 7]);
});
