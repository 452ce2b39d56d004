import { beforeAll, expect, it, vi } from "vitest";
import { vendorAt } from "../../../src/extras/marks/hosts";

beforeAll(() => void vi.stubGlobal("location", { href: "https://shop.example/" }));

it.each([
  ["https://call.chatra.io/chatra.js", "chatra"],
  ["//tawk.to/s.js", "tawk"],
  ["https://embed.tawk.to/5f/default", "tawk"],
  ["https://app.five9.com/consoles/SocialWidget/five9-social-widget.min.js", "five9"],
  ["https://prod-live-chat.sprinklr.com/chat", "sprinklr"],
  ["https://media.imi.chat/widget/js/imichatinit.js", "cisco"],
  ["https://vcc-eu8.8x8.com/CHAT/common/js/chat.js", "8x8"],
  ["https://web-modules-de-eu1.niceincontact.com/loader/1/loader.js", "nice"],
  ["https://cdn.gladly.com/chat-sdk/widget.js", "gladly"],
  ["https://shop.quiq-api.com/app/webchat/index.js", "quiq"],
  ["https://cdn.jsdelivr.net/npm/@n8n/chat/dist/style.css", "n8n"],
  ["https://www.gstatic.com/dialogflow-console/fast/messenger/bootstrap.js?v=1", "dialogflow"],
])("knows whose %s is", (address, vendor) => {
  expect(vendorAt(address)).toBe(vendor);
});

it.each([
  null, "", "/chat.js", "https://cdn.example/livechat-widget.js", "https://nottawk.to/a.js", "https://tawk.to.example/a.js", "https://cdn.example/tawk.to/a.js",
  "https://cdn.jsdelivr.net/npm/vue", "https://www.gstatic.com/recaptcha/a.js", "about:blank", "data:text/javascript,1", "blob:https://tawk.to/1", "https://[",
])("says nothing of %s", (address) => {
  expect(vendorAt(address)).toBeUndefined();
});
