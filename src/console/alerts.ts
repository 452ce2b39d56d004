/** Alerts an agent to new conversations that wait: a sound made here, and a notification of the desktop; both only where they were asked for. */
import type { ConversationCard } from "../protocol/card";
import { summary } from "./announce";
import type { Preferences } from "./preferences";

/** Two tones upwards: pitch in Hz and when each begins, seconds. */
const TONES = [[660, 0], [880, 0.14]] as const;
const TONE_SECONDS = 0.3;
const LOUDNESS = 0.16;
/** More often than this, it would be noise. */
const EVERY_MS = 2_000;

export interface Alerts {
  alert(cards: ConversationCard[]): void;
}

export interface AlertsOptions {
  chosen: () => Preferences;
  page?: Pick<Document, "visibilityState" | "hasFocus">;
  play?: () => void;
  notify: (text: string) => void;
  now?: () => number;
}

export function createAlerts({ chosen, page = document, play = playTones, notify, now = Date.now }: AlertsOptions): Alerts {
  let soundedAt = -Infinity;
  return {
    alert(cards) {
      const { sound, notify: isNotified, quiet } = chosen();
      if (!cards.length || (quiet && page.visibilityState === "visible" && page.hasFocus())) return;
      if (sound && now() - soundedAt >= EVERY_MS) {
        soundedAt = now();
        play();
      }
      if (isNotified) notify(summary(cards));
    },
  };
}

let audio: AudioContext | undefined;

/** Browsers allow it once the agent has pressed anything on the page. */
export function playTones(): void {
  audio ??= new AudioContext();
  void audio.resume();
  for (const [pitch, begins] of TONES) {
    const at = audio.currentTime + begins;
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + TONE_SECONDS);
  }
}

/** A newer one takes the place of an older of the same site: it says how many there are, and no name of theirs. @param site its public key */
export function showNotification(title: string, text: string, site: string): void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
  const shown = new Notification(title, { body: text, tag: `parley-waiting-${site}` });
  shown.onclick = () => {
    focus();
    shown.close();
  };
}
