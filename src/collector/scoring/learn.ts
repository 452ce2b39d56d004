/** Learns a model of an outcome: how much more or less likely each feature makes it. */
import type { Model } from "../../protocol/scores";
import type { Case, Collected } from "./collect";
import { fit, type Row } from "./fit";
import type { Pace } from "./pace";
import { chooseVocabulary } from "./vocabulary";

export interface LearnOptions extends Pick<Collected, "names" | "lessons" | "learned"> {
  /** Milliseconds since 1970. */
  now: number;
  pace: Pace;
}

/** More digits than matter: a model is to be read. */
const DIGITS = 4;
/** Never the negative zero, which JSON does not keep. */
const round = (value: number) => Number(value.toFixed(DIGITS)) + 0;

/** @returns the same model for the same lessons, byte for byte */
export async function learn({ names, lessons, learned, now, pace }: LearnOptions): Promise<Model> {
  const vocabulary = await chooseVocabulary(lessons, names, pace);
  const places = new Map(vocabulary.map((feature, place) => [feature, place]));
  const rows: Row[] = [];
  for (const lesson of lessons) {
    await pace();
    rows.push(toRow(lesson, places));
  }
  const [intercept = 0, ...weights] = await fit({ rows, width: vocabulary.length, pace });

  const shares = new Float64Array(vocabulary.length);
  for (const { features, weight } of rows) for (const place of features) shares[place]! += weight;
  const visits = learned.achieved + learned.others;
  return {
    trainedAt: now,
    visits,
    achieved: learned.achieved,
    intercept: round(intercept),
    features: vocabulary.map((feature, place) => ({ name: names[feature]!, weight: round(weights[place]!), share: round(shares[place]! / visits) })),
  };
}

function toRow({ features, achieved, weight }: Case, places: ReadonlyMap<number, number>): Row {
  return { features: features.flatMap((feature) => places.get(feature) ?? []), achieved, weight };
}
