/** Turns a phone number as people write it into E.164, as far as a browser can tell; the collector is the judge. */

/** Calling codes with the regions that share them. Source: ITU-T E.164 and its national numbering plans. */
const CODES =
  "1AGAIASBBBMBSCADMDOGDGUJMKNKYLCMPMSPRSXTCTTUSVCVGVI7KZRU20EG27ZA30GR31NL32BE33FR34ES36HU39ITVA40RO41CH43AT44GBGGIMJE45DK46SE47NOSJ48PL49DE51PE52MX53CU54AR55BR56CL57CO58VE60MY61AUCCCX62ID63PH64NZ65SG66TH81JP82KR84VN86CN90TR91IN92PK93AF94LK95MM98IR211SS212EHMA213DZ216TN218LY220GM221SN222MR223ML224GN225CI226BF227NE228TG229BJ230MU231LR232SL233GH234NG235TD236CF237CM238CV239ST240GQ241GA242CG243CD244AO245GW246IO247AC248SC249SD250RW251ET252SO253DJ254KE255TZ256UG257BI258MZ260ZM261MG262REYT263ZW264NA265MW266LS267BW268SZ269KM290SHTA291ER297AW298FO299GL350GI351PT352LU353IE354IS355AL356MT357CY358AXFI359BG370LT371LV372EE373MD374AM375BY376AD377MC378SM380UA381RS382ME383XK385HR386SI387BA389MK420CZ421SK423LI500FK501BZ502GT503SV504HN505NI506CR507PA508PM509HT590BLGPMF591BO592GY593EC594GF595PY596MQ597SR598UY599BQCW670TL672NF673BN674NR675PG676TO677SB678VU679FJ680PW681WF682CK683NU685WS686KI687NC688TV689PF690TK691FM692MH850KP852HK853MO855KH856LA880BD886TW960MV961LB962JO963SY964IQ965KW966SA967YE968OM970PS971AE972IL973BH974QA975BT976MN977NP992TJ993TM994AZ995GE996KG998UZ";

/** Longest text that can be a phone number with everything that people put around one. */
export const PHONE_CHARS = 60;
/** Of a number with its calling code: some that companies have are shorter, but are rarely written without it. */
const LEAST_DIGITS = 7;
const LEAST_DIGITS_WITH_CODE = 6;
const MOST_DIGITS = 15;

export interface Phone {
  /** Missing where the browser cannot tell. */
  e164?: string;
  /** Digits of an extension. */
  ext?: string;
}

/** The calling code of a region, two letters of ISO 3166; of what is one already, itself; or nothing. */
export function callingCode(region: string | undefined): string | undefined {
  if (region && /^[1-9]\d{0,2}$/.test(region)) return region;
  return region && /^[A-Z]{2}$/.test(region) ? new RegExp(`(\\d+)(?:[A-Z]{2})*?${region}`).exec(CODES)?.[1] : undefined;
}

/** Digits of all scripts as 0 to 9, full-width letters as plain ones; what no eye sees is left out. */
export function plain(text: string): string {
  // Most of what is typed is plain already.
  if (/^[\x20-\x7E]*$/.test(text)) return text;
  return text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    // Nine digits follow their script's zero; in one script, another ten follow these.
    .replace(/(?!\d)\p{Nd}/gu, (digit) => {
      let value = 0;
      while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
      return `${value % 10}`;
    });
}

/**
 * Where a zero at the beginning is part of the number: Italy, San Marino and the Vatican keep it, in some countries all numbers
 * begin with one, and in others those that are free to call.
 */
const OWN_ZERO = /^(39|378|2(25|27|29|41|42|67|68)|501|67[69]|687|853)$/;

/** The number without what is dialled before it at home only; nothing where it cannot be told apart. */
function nationalNumber(digits: string, code: string): string | undefined {
  switch (code) {
    case "1":
      return /^1?([2-9]\d{9})$/.exec(digits)?.[1];
    case "7":
    case "375":
      return digits.replace(/^80?(?=\d{9,10}$)/, "");
    case "993":
      return digits.replace(/^8(?=\d{8}$)/, "");
    case "36":
      return digits.replace(/^06/, "");
    case "54":
      // Mobile numbers are written in a way that only a table of area codes can undo.
      return /^0?(\d{10})$/.exec(digits)?.[1];
    default:
      return OWN_ZERO.test(code) ? digits : digits.replace(/^0/, "");
  }
}

/** The keys of a telephone, letter by letter. */
const KEYPAD = "22233344455566677778889999";
const toDigit = (letter: string) => KEYPAD[letter.toLowerCase().charCodeAt(0) - 97]!;

/**
 * @param raw as typed, any text
 * @param region whose numbering plan a national number follows: two letters of ISO 3166, or a calling code; without one only
 *   international numbers are known
 */
export function toE164(raw: string, region?: string): Phone {
  if (raw.length > PHONE_CHARS) return {};
  const text = plain(raw).trim().replace(/^tel:/i, "");
  const [, number = "", ext] = /^(.*?)(?:;?(?:ext(?:ension)?|доб|durchwahl|anexo|ramal|x|#)[.=: ]*(\d{1,7}))?$/is.exec(text) ?? [];
  const rest = ext === undefined ? {} : { ext };
  const code = callingCode(region);
  // Words for numbers are an American custom.
  const dialled = code === "1" && /\d.*[a-z]{3}/i.test(number) ? number.replace(/[a-z]/gi, toDigit) : number;
  if (/[^\d\s().+/\u2010-\u2015\u2212\u30FC·-]/.test(dialled)) return rest;
  const [prefix] = (code === "1" ? /^[\s(]*(?:\+|00|011)/ : /^[\s(]*(?:\+|00)/).exec(dialled) ?? [];
  const digits = (prefix === undefined ? dialled : dialled.slice(prefix.length).replace("(0)", "")).replace(/\D/g, "");
  const national = prefix === undefined && code !== undefined ? nationalNumber(digits, code) : undefined;
  const full = prefix !== undefined ? digits : national && code + national;
  return full && full.length >= (prefix === undefined ? LEAST_DIGITS : LEAST_DIGITS_WITH_CODE) && full.length <= MOST_DIGITS && full[0] !== "0" ? { e164: `+${full}`, ...rest } : rest;
}
