/** Test data made by other people, which is not part of the project: where it is missing, its tests are skipped and say so. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(process.env.PARLEY_CORPUS ?? "../shared/corpus");

export const hasCorpus = existsSync(folder);
/** Goes into the names of tests that are skipped. */
export const missingCorpus = hasCorpus ? "" : ` (skipped: there is no ${folder}; set PARLEY_CORPUS)`;

const read = (file: string) => readFileSync(path.join(folder, file), "utf8");

/** @returns what the file holds, as its reader knows it; an empty list where there is no corpus */
export const readJson = <Content>(file: string): Content => JSON.parse(hasCorpus ? read(file) : "[]");
/** @returns a row for each line */
export const readLines = <Row>(file: string): Row[] => (hasCorpus ? read(file).trim().split("\n").map((line) => JSON.parse(line)) : []);
export const readText = (file: string): string => (hasCorpus ? read(file) : "");
