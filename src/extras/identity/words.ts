/** The words by which people who make forms call a field, in the languages of the web. */

const WORDS_CHARS = 200;
/** Letters that have no plain one inside. */
const PLAIN: { [letter: string]: string } = { ł: "l", đ: "d", ı: "i", ø: "o", ß: "ss" };

/**
 * Makes texts comparable: words in lower case without accents, parted by spaces, `phoneNumber` as `phone number`.
 *
 * What is longer than a label ever needs to be is cut.
 */
export function toWords(text: string): string {
  // What is written in English letters needs no more than that, and most names of fields are.
  if (/^[\x20-\x7E]*$/.test(text)) return text.slice(0, WORDS_CHARS).replace(/([a-z])(?=[A-Z])/g, "$1 ").toLowerCase().replace(/[^a-z\d]+/g, " ").trim();
  return text
    .slice(0, WORDS_CHARS)
    .replace(/(\p{Ll})(?=\p{Lu})/gu, "$1 ")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[łđıøß]/g, (letter) => PLAIN[letter]!)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/**
 * A list of alternatives: `_` is where a word begins or ends, `~` where there may be a space. `\b` knows English letters only,
 * and the classes of all letters take tens of milliseconds to compile: in words there are spaces and digits besides.
 */
const list = (...alternatives: string[]) =>
  new RegExp(alternatives.join("|").replace(/(^|[|(:])_/g, "$1(?<![^ \\d])").replace(/_(?=$|[|)])/g, "(?![^ \\d])").replaceAll("~", " ?"));

export const EMAIL = list(
  "email|_e~mail|_mails?_|mail~ad|correo|courriel|_e~post|sahkopost|poczt|_surel|thu~dien~tu",
  "имеил|емеил|почт[аеуы]_|пошт[аиу]_|ηλεκτρονικ|بريد|ايميل|ایمیل|דואר|דוא|מייל|ईमेल|इमेल|ഇ~മെയി[ലൽ]|อีเมล",
  "メール|이메일|메일|전자~우편|邮箱|邮件|電郵|郵件|郵箱|信箱",
);

export const PHONE = list(
  "phone|telefon|telephon|telefo|telepon|_tel_|_tel~?(?:nr|no|num|nummer|\\d)|_telf|_tlf|_tfn|_fono|fone_|_fon_|_mobil|_mob_|_cell_|_cellul|_celul|_cel_|_handy",
  "_gsm|_cep~(?:no|num)|_portable_|_movil|_movel|telemovel|whats~app|_komork|puhelin|_ponsel|_hp_|_ceptel|dien~thoai|di~dong|_sdt_|(?:contact|your|best)~(?:no_|num|nr)",
  "τηλ|κινητ|_телеф|_тел_|_моб|сотов|هاتف|جوال|موبا|تلفن|همراه|טלפון|נייד|פלאפון|फोन|फ़ोन|मोबाइल|दूरभाष|ഫോ[ണൺ]|മൊബൈ[ലൽ]|โทร|มือถือ",
  "電話|携帯|ケータイ|전화|휴대|핸드폰|연락처|电话|手机|手機",
);

/** A number, but another one. */
export const NOT_PHONE = list(
  "_fax|telefax|_faks_|telecop|_pager|факс|传真|傳真|팩스|ファックス|ファクス|φαξ",
  "_card|card_|_karte|kreditkart|_carte_|_carta_|tarjeta|cartao|_cc_|_pan_|_cvv|_cvc|_csc_|_cid_|securit|sicherheit|guvenlik|prufz|安全|карт[аы]_|信用卡|カード|카드",
  "expir|_exp_|ablauf|gultig",
  "_iban|_bic_|_swift|routing|sort~code|_konto|bankleit|account~(?:n|id_)|_ssn|social~sec|_nin_|aadha|_tax|steuer|_vat_|_ni[efp]_|_cpf|_cnpj|_dni_|_rut_|_curp_|_pesel|_kimlik|_tckn_|_инн_|снилс|_bsn_|身[份分]|주민|マイナンバー|זהות|passport|passeport|passnum|reisepass",
  "_pin_|_otp_|_tan_|activat|aktivac|aktivier|dogrulama|인증|[验驗][证證]|_token|captcha|birth|geburt|geboorte|naissance|nacimiento|nascita|nascimento|urodz|dogum|lahir|_dob_|рожден|생년|生年|出生",
  "_zip|postal|post~?code|postleit|_plz_|_cap_|_cep(?![^ \\d]|~tel|~n)|индекс|邮[编政]|郵便|우편",
  "quantit|_qty|_menge|anzahl|amount|betrag|_montant|_import[eo]_|_valor_|_price|budget",
  "_order~(?:n|id_)|serial|coupon|voucher|_promo|gutschein|phone~book|_street|_strasse|_house|hausnum|_apt|apartment",
  "_age_|height|weight|_size_|_ext_|extension|durchwahl|employee~|licen[cs]e|flight|booking|reference|invoice|tracking~|_guests|_dates?_|_time_|_hours?_|imei",
);

/** A number of something, which is no phone's unless the page says so anywhere: an account, an order, a customer. */
export const NUMBER = list("[^ \\d]~(?:num(?:[ae]r|mer|ber)|nomor|номер|番号|번호|号|رقم|מספר|नंबर)", "(?:num[ae]r|nomor|номер|رقم|מספר)[^ \\d]* [^ \\d]");

/** Somebody else's, whoever types it. */
export const OTHERS = list(
  "friend|recipient|receiver|_invit|_refer|_send~(?:it~)?to|_to~e~?mail|e~?mail~to_$|^to$|_to$|_b?cc_|_gift|emergency|_guest~?[2-9]",
  "_ami[cg]|_ami_|_amis_|destinat|freund|empfanger|_vriend|ontvang|odbiorc|znajom|_arkadas|_teman|alici_|penerima|colleague|друг[ауі]|друз|получател|朋友|友達|お友|친구|受取人|받는|收件",
);

/** Not what anybody is called by, or filled by machines only. */
export const NEVER = list(
  "passw|passwort|_pwd|contrasen|_senha|mot~de~passe|_haslo|парол|密码|パスワード|비밀번호",
  "_search|_query_|_suche|recherch|_buscar|поиск|captcha|honey|leave~(?:this|it)~(?:field~)?(?:blank|empty)|do~not~fill|_otp_|one~time|coupon|voucher|_promo~?code",
);

/** Part of a number, or a secret sent to it; `AREA` and `COUNTRY` are taken out first. */
export const CODE = list("code|codigo|codice|_kod_|_koda_|_код|代码|コード|코드");
export const AREA = list("area~(?:code)?|city~code|_std~code|prefix|prefij|prefiss|vorwahl|indicatif|_ddd_|_netnum|_ac_|市外局番|区号|지역번호");
export const COUNTRY = list("country~(?:calling~)?(?:code|prefix)|dial(?:ing|ling)?~(?:code|prefix)|calling~code|international~prefix|landesvorwahl|_ddi_|_isd_|phone~code~country");
export const EXTENSION = list("_ext_|extension|durchwahl|_anexo|_ramal|доб");
