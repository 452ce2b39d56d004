import fc from "fast-check";
import { expect, it } from "vitest";
import { redact } from "../../src/protocol/redact";

it.each([
  ["https://shop.example/?email=ada%40example.com&page=2", "https://shop.example/?email=[hidden]&page=2"],
  ["https://shop.example/u/ada.byron@example.com/edit", "https://shop.example/u/[hidden]/edit"],
  ["https://shop.example/?next=%2Flogin%3Fuser%3Dada%2540example.com", "https://shop.example/?next=[hidden]"],
  ["https://shop.example/?user[email]=x&user%5Bphone%5D=1", "https://shop.example/?user[email]=[hidden]&user%5Bphone%5D=[hidden]"],
  ["https://shop.example/reset/aB3dE5fG7hI9jK1lMn0p", "https://shop.example/reset/[hidden]"],
  ["https://shop.example/#access_token=abc&state=xyz", "https://shop.example/#access_token=[hidden]&state=[hidden]"],
  ["https://shop.example/?code=4711&session_id=5&sid=6&key=7", "https://shop.example/?code=[hidden]&session_id=[hidden]&sid=[hidden]&key=[hidden]"],
  ["https://shop.example/?tel=%2B447911123456", "https://shop.example/?tel=[hidden]"],
  ["https://shop.example/?q=%2B44+7911+123456", "https://shop.example/?q=[hidden]"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9a1b2c3d4e5f6.x", "[hidden]"],
  ["Welcome back, Ada (ada@example.com) | Shop", "Welcome back, Ada ([hidden]) | Shop"],
  ["Call +44 (0)7911 123-456 now", "Call [hidden] now"],
  ["ada@example.com", "[hidden]"],
])("hides in %j what is somebody's", (text, clean) => expect(redact(text)).toBe(clean));

it.each([
  "https://shop.example/p/the-2024-guide-to-everything-else?page=2&sort=price",
  "https://shop.example/?q=garden+chair&keyword=red&hotel=Ritz&zipcode=8000",
  "https://shop.example/@ada/posts/42",
  "https://shop.example/orders/123456789012",
  "https://shop.example/?utm_source=news&utm_email=no&gclid=CjwKCAiA1234567890abcdefghij",
  "https://shop.example/p/550e8400-e29b-41d4-a716-446655440000",
  "Chairs, tables & 1,000 more | Tide & Timber",
  "Ask @tideandtimber: reply within 24 hours!",
  "",
])("leaves %j as it is", (text) => expect(redact(text)).toBe(text));

const local = fc.stringMatching(/^[a-z][a-z0-9]{3,12}$/);
const place = fc.constantFrom("path", "query", "hash", "title", "nested");
const put = (secret: string, where: string) => {
  const escaped = encodeURIComponent(secret);
  if (where === "path") return `https://shop.example/a/${secret}/b?c=d`;
  if (where === "query") return `https://shop.example/?a=b&who=${escaped}&c=d`;
  if (where === "hash") return `https://shop.example/#/who/${escaped}`;
  if (where === "nested") return `https://shop.example/?next=${encodeURIComponent(`/login?who=${escaped}`)}`;
  return `Hello ${secret}, welcome | Shop`;
};

it("lets no planted e-mail, phone or token through, wherever it stands", () => {
  fc.assert(fc.property(local, place, (name, where) => {
    expect(redact(put(`${name}@example.com`, where))).not.toContain(name);
  }), { numRuns: 2_000 });
  fc.assert(fc.property(fc.stringMatching(/^[1-9]\d{8,12}$/), fc.constantFrom("path", "query", "title"), (digits, where) => {
    expect(redact(put(`+${digits}`, where))).not.toContain(digits);
  }), { numRuns: 2_000 });
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9]{32,64}$/), place, (token, where) => {
    fc.pre(/\d/.test(token.slice(0, 20)) && /[A-Za-z]/.test(token.slice(0, 20)));
    expect(redact(put(token, where))).not.toContain(token);
  }), { numRuns: 2_000 });
});

it("is total, adds nothing but its word, and changes nothing more the second time", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
    const once = redact(text);
    expect(redact(once)).toBe(once);
  }), { numRuns: 20_000 });
});
