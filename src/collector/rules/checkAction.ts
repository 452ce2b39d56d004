/** Checks what an action map does: what is shown to visitors, where links lead, whom it tells. */
import { URL_CHARS } from "../../protocol/limits";
import { RULES, type Action } from "../../protocol/rules";
import { wrongField } from "./fieldNames";
import { checkBoolean, checkGiven, checkText, checkWord } from "./read";
import { checkKeys, isRecord, kindOf, PROBLEMS, quote, type Spot } from "./spot";
import { parseUrl } from "../../protocol/parseUrl";

const OFFER = { longest: RULES.offerChars };
const NAME = { longest: RULES.nameChars };
/** Most values that a webhook is told. */
const WEBHOOK_DATA = 50;

const CHECKS: { [type in Action["type"]]: (spot: Spot) => void } = { chat: checkInvitation, messaging: checkInvitation, content: checkContent, webhook: checkWebhook, tag: checkTag };

export function checkAction(spot: Spot): void {
  const { value } = spot;
  if (value === undefined) spot.wrong("is missing");
  else if (!isRecord(value)) spot.wrong(`has to be an object, and is ${kindOf(value)}`);
  else {
    const type = spot.at("type");
    if (checkWord(type, Object.keys(CHECKS) as Action["type"][])) CHECKS[type.value](spot);
  }
}

function checkInvitation(spot: Spot): void {
  checkKeys(spot, ["type", "text", "title", "accept", "decline", "vendor", "queue"]);
  checkText(spot.at("text"), OFFER);
  for (const key of ["title", "accept", "decline"]) checkGiven(spot.at(key), (one) => checkText(one, OFFER));
  for (const key of ["vendor", "queue"]) checkGiven(spot.at(key), (one) => checkText(one, NAME));
}

function checkContent(spot: Spot): void {
  checkKeys(spot, ["type", "title", "text", "image", "link", "decline"]);
  checkText(spot.at("text"), { longest: RULES.textChars });
  for (const key of ["title", "decline"]) checkGiven(spot.at(key), (one) => checkText(one, OFFER));
  checkGiven(spot.at("image"), (image) => {
    if (!checkKeys(image, ["url", "alt"])) return;
    checkUrl(image.at("url"));
    // A picture that only decorates has an empty one.
    checkText(image.at("alt"), { longest: RULES.textChars, canBeEmpty: true });
  });
  checkGiven(spot.at("link"), (link) => {
    if (!checkKeys(link, ["text", "url", "newTab"])) return;
    checkText(link.at("text"), OFFER);
    checkUrl(link.at("url"));
    checkGiven(link.at("newTab"), checkBoolean);
  });
}

function checkWebhook(spot: Spot): void {
  checkKeys(spot, ["type", "webhook", "data"]);
  checkText(spot.at("webhook"), NAME);
  checkGiven(spot.at("data"), (data) => {
    if (!isRecord(data.value)) {
      data.wrong(`has to be an object of names and fields, and is ${kindOf(data.value)}`);
      return;
    }
    const names = Object.keys(data.value);
    if (names.length > WEBHOOK_DATA) data.wrong(`may have at most ${WEBHOOK_DATA} names, and has ${names.length.toLocaleString("en")}`);
    for (const name of names.slice(0, PROBLEMS)) {
      const field = data.at(name);
      if (!/^[A-Za-z_][\w-]{0,63}$/.test(name) || name === "__proto__") field.wrong("has to be named by letters, digits, _ and -, at most 64, and begin with a letter or _");
      const problem = checkText(field, { longest: 2 * RULES.nameChars }) ? wrongField(field.value, "visit") : undefined;
      if (problem !== undefined) field.wrong(problem);
    }
  });
}

function checkTag(spot: Spot): void {
  checkKeys(spot, ["type", "tag"]);
  checkText(spot.at("tag"), NAME);
}

/** Nothing that a click on would run as a script; an address without a beginning is the page's own. */
function checkUrl(spot: Spot): void {
  if (!checkText(spot, { longest: URL_CHARS })) return;
  // As browsers read it, whatever blanks and line ends are put in between: https://url.spec.whatwg.org/#url-parsing
  const base = "https://page.invalid";
  const protocol = parseUrl(spot.value, base)?.protocol;
  if (protocol === undefined) spot.wrong(`is no address: ${quote(spot.value)}`);
  else if (protocol !== "https:" && protocol !== "http:") spot.wrong(`has to be an address of https or http, or one without a beginning, and is ${quote(protocol)}`);
}
