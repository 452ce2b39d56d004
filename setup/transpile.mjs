/** A rollup plugin that takes the types out of modules, one by one: `tsc` has read them all together by then, or does so beside the build. */
import { existsSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
const compilerOptions = { ...options, noEmit: false, sourceMap: false };
const ENDS = [".ts", ".tsx"];

export const transpile = {
  name: "transpile",
  resolveId(id, importer) {
    if (!importer || !id.startsWith(".")) return null;
    const whole = path.resolve(path.dirname(importer), id);
    const end = ENDS.find((one) => existsSync(whole + one));
    return end ? whole + end : null;
  },
  transform(code, fileName) {
    if (!ENDS.includes(path.extname(fileName))) return null;
    const { outputText, diagnostics } = ts.transpileModule(code, { compilerOptions, fileName, reportDiagnostics: true });
    const [problem] = diagnostics;
    if (problem) this.error(`${fileName}: ${ts.flattenDiagnosticMessageText(problem.messageText, " ")}`);
    return { code: outputText, map: null };
  },
};
