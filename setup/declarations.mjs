/** Writes the types of a module, and all that they are made of, into one file: whoever imports it has no other files of the project. */
import path from "node:path";
import ts from "typescript";

/**
 * A rollup plugin that adds the file to the bundle.
 *
 * @param {string} entry the module
 * @param {string} fileName beside the bundle
 */
export function declarations(entry, fileName) {
  return {
    name: "declarations",
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source: bundle(entry) });
    },
  };
}

/** What TypeScript makes of the module and of what it imports, by name. */
function emit(entry) {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
  const files = new Map();
  const program = ts.createProgram([entry], { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: "/types", rootDir: "src" });
  program.emit(undefined, (name, text) => files.set(name, text));
  return { files, options, from: path.posix.join("/types", path.relative("src", entry).replace(/\.ts$/, ".d.ts")) };
}

function bundle(entry) {
  const { files, options, from } = emit(entry);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  // Those of the files are nowhere on the disk.
  delete host.directoryExists;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => (files.has(name) ? ts.createSourceFile(name, files.get(name), ...rest) : getSourceFile(name, ...rest));
  const program = ts.createProgram([from], options, host);
  const [problem] = program.getSemanticDiagnostics();
  if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, " "));
  const checker = program.getTypeChecker();
  const resolve = (symbol) => (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const statementOf = (node) => (ts.isSourceFile(node.parent) ? node : statementOf(node.parent));

  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(from))).map(resolve);
  /** Of each declaration its text, in the order in which they are first needed. */
  const texts = new Map();
  const names = new Set();
  const add = (symbol) => {
    for (const declaration of symbol?.declarations ?? []) {
      if (!files.has(declaration.getSourceFile().fileName) || ts.isTypeParameterDeclaration(declaration)) continue;
      const statement = statementOf(declaration);
      if (texts.has(statement)) continue;
      if (names.has(symbol.name)) throw new Error(`Two declarations are called ${symbol.name}: ${fileNameOf(statement)} has the second.`);
      names.add(symbol.name);
      const plain = statement.getText().replace(/^(export )?(declare )?/, "");
      const comment = statement.getFullText().slice(0, statement.getLeadingTriviaWidth()).match(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/)?.[0] ?? "";
      const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
      texts.set(statement, `${comment}${exported.includes(symbol) ? "export " : ""}${isType ? "" : "declare "}${plain}`);
      visit(statement);
    }
  };
  const visit = (node) => {
    if (ts.isIdentifier(node)) {
      const symbol = resolve(checker.getSymbolAtLocation(node));
      const [declared] = symbol?.declarations ?? [];
      // What stands at the top of a module, and not within another declaration.
      if (declared && (ts.isSourceFile(declared.parent) || ts.isVariableDeclaration(declared))) add(symbol);
    }
    ts.forEachChild(node, visit);
  };

  for (const symbol of exported) add(symbol);
  return `${[...texts.values()].join("\n")}\nexport {};\n`;
}

const fileNameOf = (node) => node.getSourceFile().fileName;
