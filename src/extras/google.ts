/** A script of its own that pages load themselves: follows Google's consent mode by the commands in `dataLayer`, and tells `pe.consent`. */
import type { ConsentState, Purpose } from "../protocol/event";

/** https://developers.google.com/tag-platform/security/guides/consent */
const PURPOSE_OF: { [type: string]: Purpose } = { analytics_storage: "analytics", ad_user_data: "identity" };

const page = window as { dataLayer?: unknown[]; pe?: { q?: unknown } };
const layer = (page.dataLayer ??= []);
/** What each purpose has come to, and whether by an answer: a default does not count after that. */
const known: { [purpose in Purpose]?: { state: ConsentState; isAnswer: boolean } } = {};

/** Reads `gtag("consent", "default" | "update", { analytics_storage: "denied", … })`, which arrives as its arguments. */
function read(command: unknown): void {
  const { 0: name, 1: how, 2: types } = Object(command) as { [place: number]: unknown };
  if (name !== "consent" || (how !== "default" && how !== "update")) return;
  const isAnswer = how === "update";
  const word: { [purpose in Purpose]?: ConsentState } = {};
  for (const [type, purpose] of Object.entries(PURPOSE_OF)) {
    const said = (Object(types) as { [type: string]: unknown })[type];
    const before = known[purpose];
    // Nobody here knows where the visitor is: a default of no that is for one region holds whatever others say.
    if (said === undefined || (!isAnswer && before && (before.isAnswer || before.state === "pending"))) continue;
    // A no by default is a question that waits for its answer.
    const state = said === "granted" ? said : isAnswer ? "denied" : "pending";
    known[purpose] = { state, isAnswer };
    if (state !== before?.state) word[purpose] = state;
  }
  if (!Object.keys(word)[0]) return;
  // The memory that the inline stub has as well: the tracker takes it over, and performs at once what is pushed there later.
  if (!Array.isArray(page.pe?.q)) page.pe = { q: [] };
  (page.pe!.q as unknown[]).push(["consent", word]);
}

/** The page's own commands go through, whatever they are. */
function heed(command: unknown): void {
  try {
    read(command);
  } catch {
    // An object of the page's that does not let itself be read.
  }
}

layer.forEach(heed);
const { push } = layer;
layer.push = (...commands) => {
  commands.forEach(heed);
  return push.apply(layer, commands);
};
