/**
 * Voiceflow's web chat. Facts known by running the vendor's own build (npm @voiceflow/react-chat 1.65.2) in Chromium;
 * e2e/voiceflow.spec.ts still does.
 *
 * The widget posts JSON texts to its own window. Opening it lets the bot speak, which is told as an interaction like any
 * other: of kind `launch`, or `event` where the site has it begin otherwise; `no-reply` is the bot's own impatience. An
 * interaction is told once the bot has answered it, and an end that the bot makes once the window is closed. With each
 * of them comes the whole transcript in `turns`, which is not looked at; the only id is the visitor's, who may be known
 * to the site by it.
 */
import type { Sighting, Vendor } from "../vendor";

interface Payload {
  action: { type: string };
  status: string;
}

const MEANINGS = {
  open: (): Sighting => "opened",
  interact: ({ action: { type } }: Payload): Sighting => (/^(launch|event)$/.test(type) ? "opened" : type !== "no-reply" && "message_sent"),
  save_session: ({ status }: Payload): Sighting => status === "ENDED" && "ended",
};

export const voiceflow: Vendor<{ open(): void }> = {
  name: "voiceflow",

  find: ({ voiceflow }) => (voiceflow as { chat?: { open(): void } }).chat,

  tap(_chat, { page, hear, signal }) {
    hear((type, handler: (event: MessageEvent) => void) => page.addEventListener(type as "message", handler, { signal }), {
      message({ data, source }) {
        const [, name] = (source === page && /^\{"type":"voiceflow:(open|interact|save_session)"/.exec(data as string)) || [];
        return name && MEANINGS[name as keyof typeof MEANINGS]((JSON.parse(data as string) as { payload: Payload }).payload);
      },
    });
  },

  open: (chat) => chat.open(),
};
