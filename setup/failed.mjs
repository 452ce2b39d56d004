/** Finds in the reports of vitest and playwright what failed, and why. */
import path from "node:path";
import { root } from "./run.mjs";

/** @returns the tests that failed, and files that could not even be run */
export const failedUnits = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    const title = path.relative(root, name);
    if (status === "failed" && !failed.length) return [{ title, messages: [message] }];
    return failed.map(({ fullName, failureMessages }) => ({ title: `${title}: ${fullName}`, messages: failureMessages }));
  });

/** @returns the specs that failed, at first or in the end, and what stopped the whole run */
export const failedSpecs = ({ suites, errors }) => [
  ...errors.map(({ message }) => ({ title: "browser tests", messages: [message] })),
  ...suites.flatMap(specsOf).flatMap(({ file, title, tests }) =>
    tests.filter(({ status }) => status === "unexpected" || status === "flaky").map(({ projectName, results }) => ({
      title: `${file} [${projectName}]: ${title}`,
      messages: results.flatMap((result) => result.errors.map(({ message }) => message)),
    }))),
];

const specsOf = ({ specs, suites = [] }) => [...specs, ...suites.flatMap(specsOf)];
