import { beforeAll, expect, it, vi } from "vitest";
import { placeOf } from "../../../src/extras/marks/address";
import { parseLink, wayTo } from "../../../src/extras/marks/links";

beforeAll(() => void vi.stubGlobal("location", { href: "https://shop.example/contact" }));
const parse = (address: string) => parseLink(placeOf(address));

it.each([
  "tel:+49301234567", "TEL:030%201234", " tel:1-800-FLOWERS", "callto:+4930123", "sip:sales@shop.example", "sips:sales@shop.example",
])("takes %s for a call", (address) => {
  expect(parse(address)).toEqual({ channel: "call", direction: "inbound" });
});

it.each([
  ["facetime", "facetime:+49301234567"], ["facetime", "facetime-audio://sales@shop.example"], ["skype", "skype:shop.sales?call"],
])("takes a call by %s for one: %s", (vendor, address) => {
  expect(parse(address)).toEqual({ channel: "call", direction: "inbound", vendor });
});

it.each([
  ["sms", ["sms:+49170123456", "sms:+49170123456?body=Hi", "sms:0170123456;?&body=Hi", "smsto:0170123456", "mms:0170123456"]],
  ["imessage", ["imessage:sales@shop.example", "imessage://+49170123456"]],
  ["whatsapp", [
    "https://wa.me/49170123456", "http://wa.me/+49170123456?text=Hi", "//wa.me/49170123456", "https://wa.me/message/ABCDEF", "https://wa.me/qr/ABCDEF", "https://wa.link/abc123",
    "https://api.whatsapp.com/send?phone=49170123456&text=Hi", "https://api.whatsapp.com/send/?text=Hi&phone=%2B49170", "https://web.whatsapp.com/send?phone=49170123456",
    "https://www.whatsapp.com/message/ABCDEF", "https://api.whatsapp.com/message/ABCDEF", "whatsapp://send?phone=49170123456", "WhatsApp://send/?phone=49170123456",
  ]],
  ["messenger", ["https://m.me/shop.example", "https://www.messenger.com/t/123", "https://www.facebook.com/messages/t/123", "https://m.facebook.com/messages/t/123", "fb-messenger://user-thread/123"]],
  ["instagram", ["https://ig.me/m/shop", "https://www.instagram.com/direct/t/123"]],
  ["telegram", ["https://t.me/shop_example", "https://t.me/shop_bot?start=web", "https://telegram.me/shop_example/", "https://t.me/+491701234567", "tg://resolve?domain=shop", "tg:resolve?phone=49170"]],
  ["signal", ["https://signal.me/#p/+49170123456", "https://signal.me/#eu/abc", "sgnl://signal.me/#p/+49170123456"]],
  ["viber", ["https://chats.viber.com/shop", "viber://chat?number=%2B49170", "viber://pa?chatURI=shop"]],
  ["line", ["https://line.me/R/ti/p/%40shop", "https://line.me/ti/p/abc", "https://lin.ee/abc", "https://page.line.me/shop", "line://ti/p/@shop", "https://line.me/R/oaMessage/%40shop/?Hi"]],
  ["skype", ["skype:shop.sales?chat", "skype:shop.sales"]],
  ["apple", ["https://bcrw.apple.com/urn:biz:0000-11?biz-intent-id=sales&body=Hi", "https://bcrw.apple.com/business/api/x", "https://bcrw.apple.com/sms:open?service=iMessage&recipient=urn:biz:0"]],
  ["kakaotalk", ["https://pf.kakao.com/_abc/chat", "http://pf.kakao.com/_abc/chat", "kakaoplus://plusfriend/talk/chat/@shop"]],
  ["zalo", ["https://zalo.me/0901234567", "zalo://conversation?phone=090"]],
  ["wechat", ["weixin://dl/chat?abc", "https://u.wechat.com/abc", "https://work.weixin.qq.com/kfid/kfc123"]],
  ["x", ["https://x.com/messages/compose?recipient_id=123", "https://twitter.com/messages/compose?text=Hi&recipient_id=123"]],
])("takes a link into %s for a message to somebody", (vendor, addresses) => {
  for (const address of addresses) expect(parse(address), address).toEqual({ channel: "messaging", vendor });
});

it.each([
  "https://wa.me/?text=Look", "https://wa.me/", "https://api.whatsapp.com/send?text=Look", "https://api.whatsapp.com/send?phone=&text=Look", "whatsapp://send?text=Look",
  "https://chat.whatsapp.com/ABC", "https://www.whatsapp.com/", "https://whatsapp.com/channel/ABC",
  "sms:?body=Look%20at%201", "sms:&body=1", "sms://?body=1", "tel:", "tel:#", "imessage:?body=x",
  "https://t.me/share/url?url=x", "https://t.me/share?url=x", "https://t.me/joinchat/ABC", "https://t.me/+AbCdEfGhIjK", "https://t.me/shop_example/42", "tg://msg_url?url=x", "tg://join?invite=x",
  "https://line.me/R/msg/text/?x", "https://social-plugins.line.me/lineit/share?url=x", "viber://forward?text=x", "https://signal.group/#abc", "https://signal.me/",
  "https://www.facebook.com/dialog/send?link=x", "fb-messenger://share?link=x", "https://m.me/j/abc", "https://m.me/", "https://www.facebook.com/shop", "https://www.instagram.com/shop",
  "https://x.com/intent/tweet?text=x", "https://x.com/messages/compose?text=x", "https://x.com/shop", "skype:?chat", "skype:shop?add", "https://zalo.me/g/abc", "https://pf.kakao.com/_abc",
  "weixin://dl/moments", "mailto:sales@shop.example", "https://shop.example/tel:123", "https://evil.example/wa.me/491", "https://wa.me.evil.example/491", "https://notwa.me/491",
  "/contact", "#", "", "javascript:void(0)", "javascript:'tel:1'", "https://[", "data:text/html,tel:1",
])("takes %s for none", (address) => {
  expect(parse(address)).toBeUndefined();
});

it("takes its time, however long a link is", () => {
  for (const start of ["tel:", "https://api.whatsapp.com/send?", "viber://chat?", "https://x.com/messages/compose?"]) expect(parse(start + "x&".repeat(1_000_000)), start).toBeUndefined();
});

it("knows which channel a word is for", () => {
  expect(["call", "facetime", "whatsapp", "telegram", "messaging", "chat", "acme", ""].map((word) => wayTo(word, word).channel)).toEqual(["call", "call", "messaging", "messaging", "messaging", "chat", "chat", "chat"]);
});
