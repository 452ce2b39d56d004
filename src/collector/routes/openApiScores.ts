/** What the OpenAPI document says of scores. */
import { OFF_REASONS } from "../../protocol/scores";

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const share = { type: "number", minimum: 0, maximum: 1 };
const ms = { type: "integer", description: "Milliseconds since 1970." };
const object = (properties: object, description?: string) => ({ type: "object", required: Object.keys(properties), properties, ...(description && { description }) });
const counts = (description: string) => object({ achieved: count, others: count }, description);

const quality = { auc: share, brier: share, logLoss: { type: "number" }, calibrationError: share };
const feature = object({ name: text, weight: { type: "number", description: "What it adds to the log-odds." }, share: { ...share, description: "Of the visits, at the moments that were looked at." } });
const features = { type: "array", items: feature };
const bin = object({ count, foretold: share, achieved: share }, "Visits that were foretold about the same, and what became of them.");

export const scoreSchemas = {
  Score: {
    type: "object",
    required: ["outcome", "name", "on", "at", "learned", "heldBack", "top"],
    properties: {
      outcome: text, name: text, on: { type: "boolean" },
      reason: { enum: [...OFF_REASONS], description: "Why there is no score." },
      at: { ...ms, description: "When it was looked at last. Milliseconds since 1970." },
      learned: counts("Visits to learn from."),
      heldBack: counts("Later visits of other people, to judge by."),
      model: object({ trainedAt: ms, visits: count, achieved: count, intercept: { type: "number" }, features }, "A logistic regression: the log-odds are the intercept and the weights of all features that are there."),
      evaluation: object({
        visits: count, achieved: count, ...quality, aucError: { type: "number", description: "Standard error of `auc`." },
        constant: object(quality, "The same of who always says the mean."), random: object(quality, "The same of who guesses."),
        bins: { type: "array", items: bin },
      }, "On the visits that were held back."),
      top: { ...features, description: "The features that tell visits apart most." },
      picture: { ...text, description: "An SVG of what was foretold and what became of it." },
    },
  },
};

const json = (schema: object, example?: object) => ({ "application/json": { schema, ...(example && { example }) } });
const example = { scores: [{ outcome: "sale", name: "Sale", on: false, reason: "too_few_achieved", at: 1_790_000_000_000, learned: { achieved: 31, others: 4_020 }, heldBack: { achieved: 6, others: 1_004 }, top: [] }] };

export const scorePaths = {
  "/v1/scores": {
    get: {
      summary: "How likely scored outcomes are, by what was learned from the site's own visits, and how well that was foretold.",
      security: [{ secretKey: [] }, { login: [] }],
      responses: {
        200: { description: "By the outcomes' ids. What is not on has a reason.", content: json({ type: "object", required: ["scores"], properties: { scores: { type: "array", items: { $ref: "#/components/schemas/Score" } } } }, example) },
        401: { description: "The secret key is not known, or the agent's login has ended.", content: json({ $ref: "#/components/schemas/Error" }) },
      },
    },
  },
};
