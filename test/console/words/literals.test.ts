/** All that the console says is in `words`: nothing stands in the code that draws it, and nothing is read from `words` before a language is chosen. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const root = path.resolve("src/console");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).map((file) => file.split(path.sep).join("/")).filter((file) => /\.tsx?$/.test(file) && !file.startsWith("words/"));
const parsed = (file: string, text = readFileSync(path.join(root, file), "utf8")) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

/** What is read out or shown. */
const ATTRIBUTES = /^(aria-(label|description|roledescription|valuetext|placeholder)|placeholder|title|alt|label|hint|what|none|caption)$/;
/** The product's own name is the same everywhere. */
const NAMES = new Set(["Parley"]);
const isText = (text: string) => /\p{L}{2}/u.test(text) && !NAMES.has(text.trim());

/** Texts that an expression may come to, as far as they stand in it: neither arguments of calls nor keys. */
function textsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.flatMap(({ expression, literal }) => [literal.text, ...textsIn(expression)])];
  if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...(/^(&&|===|!==)$/.test(node.operatorToken.getText()) ? [] : textsIn(node.left)), ...(/^[!=]==$/.test(node.operatorToken.getText()) ? [] : textsIn(node.right))];
  if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) return node.expression ? textsIn(node.expression) : [];
  return [];
}

function literals(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    // What is to be copied into a page is no language's.
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText() === "code") return;
    if (ts.isJsxText(node)) found.push(node.text);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) found.push(...textsIn(node));
    if (ts.isJsxAttribute(node) && node.initializer && ATTRIBUTES.test(node.name.getText())) found.push(...textsIn(node.initializer));
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found.filter(isText).map((text) => text.trim());
}

/** `words` where a module is made, and not where something is drawn. */
function early(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && node.text === "words") found.push(node.parent.getText());
    ts.forEachChild(node, walk);
  };
  if (/from "[./]*words\/(words|pageWords)"/.test(source.text)) walk(source);
  return found;
}

it("sees every way in which a text may stand in what is drawn", () => {
  const seen = literals(parsed("x.tsx", `
    const a = <p title="One" class="no">Two {x ? "Three" : \`Four \${y}\`} {"Five" + z} {f("no")} {x === "no" && <b aria-label={q ? "Six" : w}>7 – {n}</b>} {x || "Eight"}</p>;
  `));
  expect(seen.sort()).toEqual(["One", "Two", "Three", "Four", "Five", "Six", "Eight"].sort());
  expect(early(parsed("x.tsx", 'import { words } from "./words/words";\nconst A = { a: words.a };\nconst f = () => words.b;'))).toEqual(["words.a"]);
});

it.each(files)("%s says nothing by itself", (file) => {
  const source = parsed(file);
  expect(literals(source)).toEqual([]);
  expect(early(source)).toEqual([]);
});
