/** Knows the links that lead out of the page into a call or a messaging app. */
import { URL_CHARS } from "../../protocol/limits";
import type { ConversationDetail } from "../../sdk/types";

/**
 * App to its links, as `host/path?query#hash` or `scheme:rest`. One that only shares something, with nobody to share it
 * with, is none, so each asks where it leads. Phones have no app. A dot may be any letter: no other host is like that.
 */
const APPS: { readonly [app: string]: string } = {
  "": "tel:.*\\d|(callto|sips?):[^?]",
  facetime: "facetime(-audio)?:[^?]",
  skype: "skype:[^?]+(\\?(call|chat)|$)",
  sms: "(sms|mms)(to)?:[^?&;]*\\d",
  imessage: "imessage:[^?&]",
  whatsapp: "wa.me/(\\+?\\d|(message|qr)/.)|wa.link/.|(api.)?whatsapp.com/message/.|((api|web).whatsapp.com/|whatsapp:)send.*[?&](phone|abid)=[^&]",
  messenger: "m.me/(?!j/|c.?/)\\w|messenger.com/t/.|((m|web).)?facebook.com/messages/t/.|fb-messenger:user",
  instagram: "(ig.me/m|instagram.com/direct/t)/.",
  telegram: "t(elegram)?.me/(?!(share|proxy)\\b)([a-z]\\w{3,}|\\+\\d{7,})/?([?#]|$)|tg:resolve\\?(domain|phone)=.",
  signal: "(sgnl:)?signal.me/#(p|eu)/.",
  viber: "chats.viber.com/.|viber:(chat|pa).*=.",
  line: "(line.me/|line:)(R/)?(ti/p|oaMessage)/.|lin.ee/.|page.line.me/.",
  apple: "bcrw.apple.com/.",
  kakaotalk: "pf.kakao.com/\\w+/chat|kakao(talk|plus):plusfriend",
  zalo: "zalo.me/(?!(g|share|app)\\b)\\w|zalo:conversation",
  wechat: "(weixin|wechat):dl/chat|u.wechat.com/.|work.weixin.qq.com/kfid/.",
  x: "(x|twitter).com/messages/compose.*recipient_id=\\d",
};
const CALL = /^((call(to)?|tel|sips?)(:|$)|facetime|skype:.*\?call)/i;

/** A conversation with the business, as a link or the site's own word for it tells. */
export type Way = Pick<ConversationDetail, "channel" | "direction" | "vendor">;

/** @param word what is called, or by which app is written: a link, or a word such as `call` or `whatsapp` */
export function wayTo(word: string, vendor?: string): Way {
  const isCall = CALL.test(word);
  return {
    channel: isCall ? "call" : word === "messaging" || (vendor && APPS[vendor]) ? "messaging" : "chat",
    ...(isCall && { direction: "inbound" }),
    ...(vendor && { vendor }),
  };
}

/**
 * @param place as `placeOf` gives it
 * @returns where it leads to, if that is a conversation: never whom it reaches, nor what is to be said there
 */
export function parseLink(place: string): Way | undefined {
  const app = Object.keys(APPS).find((name) => RegExp(`^(www.)?(${APPS[name]})`, "i").test(place.slice(0, URL_CHARS)));
  return app === undefined ? app : wayTo(place, app);
}
