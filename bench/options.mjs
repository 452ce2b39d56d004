/** What may be asked of `npm run bench`. */
import path from "node:path";
import { parseArgs } from "node:util";
import { CASES } from "./measure/cases.mjs";
import { peers } from "./peers/peer.mjs";

const SECTIONS = ["size", "wire", "cpu", "durability"];
const SDKS = peers.map(({ id }) => id);

const HELP = `npm run bench -- [options]

Measures Parley beside other SDKs: the same page, the same work, one run. A full run writes
bench/RESULTS.md, results.json and the charts; a partial one writes to bench/trial/.

  --only LIST      sections, separated by commas: ${SECTIONS.join(", ")}
  --sdk LIST       SDKs, separated by commas: ${SDKS.join(", ")}
  --repeats N      repeats of CPU (default 5) and of durability (default 3)
  --cases LIST     cases of durability (default all):
                   ${Object.keys(CASES).join(", ")}
  --browser NAME   of durability: chromium (default) or firefox
  --jobs N         trials of durability at a time (default 6)
  --parley FOLDER  takes dist/ and build/ from there (default: this project)
  --out FOLDER     writes there
  --help           says this`;

/**
 * @typedef {object} Options
 * @property {string[]} only
 * @property {string[]} sdk
 * @property {string[]} cases
 * @property {{ cpu: number, durability: number }} repeats
 * @property {"chromium" | "firefox"} browser
 * @property {number} jobs
 * @property {string | undefined} parley
 * @property {string | undefined} out
 * @property {boolean} isFull everything was measured, so the results may be published
 */

/**
 * @param {string[]} words of the command line
 * @returns {Options | { say: string, code: number }}
 */
export function readOptions(words) {
  /** @type {{ [name: string]: string | undefined } & { help?: boolean }} */
  let values;
  try {
    const text = { type: /** @type {const} */ ("string") };
    ({ values } = parseArgs({
      args: words,
      options: { only: text, sdk: text, repeats: text, cases: text, browser: text, jobs: text, parley: text, out: text, help: { type: "boolean" } },
    }));
  } catch (problem) {
    return { say: `${problem instanceof Error ? problem.message : problem}\n\n${HELP}`, code: 2 };
  }
  if (values.help) return { say: HELP, code: 0 };

  const problems = /** @type {string[]} */ ([]);
  const list = (/** @type {string} */ name, /** @type {string | undefined} */ value, /** @type {string[]} */ all) => {
    const chosen = value?.split(",").map((one) => one.trim()).filter((one) => one) ?? all;
    const strange = chosen.filter((one) => !all.includes(one));
    if (strange.length) problems.push(`--${name}: there is no "${strange.join('", "')}". There are: ${all.join(", ")}.`);
    return all.filter((one) => chosen.includes(one));
  };
  const count = (/** @type {string} */ name, /** @type {string | undefined} */ value, /** @type {number} */ usual) => {
    const number = value === undefined ? usual : Number(value);
    if (!Number.isInteger(number) || number < 1) problems.push(`--${name} is "${value}". Give a whole number from 1.`);
    return number;
  };
  const browser = values.browser ?? "chromium";
  if (browser !== "chromium" && browser !== "firefox") problems.push(`--browser is "${browser}". Give chromium or firefox.`);
  const options = {
    only: list("only", values.only, SECTIONS),
    sdk: list("sdk", values.sdk, SDKS),
    cases: list("cases", values.cases, Object.keys(CASES)),
    repeats: { cpu: count("repeats", values.repeats, 5), durability: count("repeats", values.repeats, 3) },
    browser: /** @type {"chromium" | "firefox"} */ (browser),
    jobs: count("jobs", values.jobs, 6),
    parley: values.parley && path.resolve(values.parley),
    out: values.out && path.resolve(values.out),
    isFull: !values.only && !values.sdk && !values.cases && browser === "chromium",
  };
  return problems.length ? { say: [...new Set(problems)].join("\n"), code: 2 } : options;
}
