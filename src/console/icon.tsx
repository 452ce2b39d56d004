/** Draws the console's icons: line drawings by name, and two for cards that change as talks progress. */
import type { Look } from "./look";

/** Strokes on a grid of 24 by 24. */
const DRAWINGS = {
  arrival: "M4 12h10M10 8l4 4-4 4M19 5v14",
  page: "M6 3h8l4 4v14H6zM14 3v4h4",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
  form: "M5 4h14v16H5zM9 9h6M9 13h6M9 17h3",
  unfinished: "M5 4h14v9M5 4v16h7M9 9h6M9 13h3M15.5 16.5l4 4M19.5 16.5l-4 4",
  undo: "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  claim: "M12 3.5h1M17 5l.7.7M20.5 11v2M18 18l-.7.7M13 20.5h-2M6.5 18.5l-.7-.7M3.5 13v-2M5.5 6l.7-.7M10 9.8a2.2 2.2 0 1 1 3 2c-.7.3-1 .8-1 1.5M12 16.2h.01",
  link: "M10 7H8a5 5 0 0 0 0 10h2M14 7h2a5 5 0 0 1 0 10h-2M8.5 12h7",
  people: "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.7-3.6 3.2-5 6.5-5s5.8 1.4 6.5 5M15.5 5.2a3.5 3.5 0 0 1 0 6.6M18 14.9c2 .6 3.1 2.1 3.5 4.6",
  pointer: "M6 4l12 6-5 2-2 5z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  consent: "M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7zM16 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  offer: "M4 10v4h3l8 4V6L7 10zM18 9.5c1.3 1.5 1.3 3.5 0 5",
  yes: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 12l2.5 2.5 4.5-5",
  no: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.5 9.5l5 5M14.5 9.5l-5 5",
  window: "M4 5h16v14H4zM4 9h16M7 7h.01",
  bubble: "M4 5h16v11h-9l-4 4v-4H4z",
  queue: "M7 3h10M7 21h10M8 3v3l4 6-4 6v3M16 3v3l-4 6 4 6v3",
  headset: "M5 14v-2a7 7 0 0 1 14 0v2M5 13h3v5H5zM16 13h3v5h-3zM19 18c0 2-2 3-5 3",
  transfer: "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
  sent: "M4 11 20 4l-6 16-3-7zM11 13l9-9",
  received: "M4 13h5l1 3h4l1-3h5M4 13l3-8h10l3 8v6H4z",
  stop: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.5 9.5h5v5h-5z",
  tag: "M4 4h8l8 8-8 8-8-8zM8.5 8.5h.01",
  flag: "M6 21V4h12l-3 4 3 4H6",
  trophy: "M7 4h10v6a5 5 0 0 1-10 0zM7 5H4v2a3 3 0 0 0 3 3M17 5h3v2a3 3 0 0 1-3 3M12 15v5M8.5 20h7",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  warning: "M12 4 21 19.5H3zM12 10v4M12 16.8h.01",
  handset: "M6 4h3l2 5-2.5 1.5a10 10 0 0 0 5 5L15 13l5 2v3c0 1.2-.8 2-2 2A14 14 0 0 1 4 6c0-1.2.8-2 2-2z",
  bubbles: "M3 4h12v8H8l-3 3v-3H3zM18 9h3v8h-2v3l-3-3H9.5v-2",
  hungUp: "M3 14c0-4 4-6 9-6s9 2 9 6v2h-5v-3a14 14 0 0 0-8 0v3H3zM9 3l3 3 3-3",
  moon: "M19 14.5A7.5 7.5 0 1 1 9.5 5a6 6 0 0 0 9.5 9.5z",
  stranger: "M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM3 20c.8-3.6 3.6-5.3 7-5.5M14.5 15.5l5 5M19.5 15.5l-5 5",
  exit: "M13 4H5v16h8M10 12h10M16.5 8l4 4-4 4",
  note: "M5 4h14v10l-5 6H5zM14 20v-6h5M8.5 8.5h7M8.5 12h4",
  ignored: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8 12h.01M12 12h.01M16 12h.01",
  late: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  failed: "M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3zM12 8v5M12 16.2h.01",
  crowd: "M12 5a2.8 2.8 0 1 0 0 5.6A2.8 2.8 0 0 0 12 5zM5.5 9a2 2 0 1 0 0 4M18.5 9a2 2 0 1 1 0 4M6.5 19c.5-3.3 2.6-5 5.5-5s5 1.7 5.5 5M2 18c.2-1.8 1-3 2.5-3.4M22 18c-.2-1.8-1-3-2.5-3.4",
  target: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 12h.01",
  hand: "M7 12V6.5a1.3 1.3 0 0 1 2.6 0V11V4.8a1.3 1.3 0 0 1 2.6 0V11 5.8a1.3 1.3 0 0 1 2.6 0V12 8.5a1.3 1.3 0 0 1 2.6 0V15c0 3.5-2 5.5-5.2 5.5-3 0-4.2-1.3-5.7-4L4.5 13.5c-.6-1.3 1-2.2 2-1.2z",
  cart: "M3 4h3l2.5 11h9l2-8H7M10 18.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2zM16.5 18.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2z",
  receipt: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  parcel: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
} as const;

export type DrawingName = keyof typeof DRAWINGS;

/** How far a talk has come, drawn small into the bubble or beside the handset, round the point 0,0. */
const PROGRESS = {
  pending: "",
  linked: "",
  waiting: "M-3.2 0h.01M0 0h.01M3.2 0h.01",
  connected: "M-3.5-1.7h7M-3.5 1.7h4.5",
  wrapping: "M-3 3l.6-2.4L1.6-3.4l1.8 1.8-4 4zM1.5 3h2",
  ended_by_customer: "M-2.3-2.3l4.6 4.6M2.3-2.3l-4.6 4.6",
  wrapped_up: "M-3.2 0-1 2.3 3.2-2.3",
} as const;

const CARDS = { chat: { base: "bubble", at: "translate(12 10.5)" }, call: { base: "handset", at: "translate(18 6.5)" } } as const;

/** Chat or call, with a sign for how far it has come. The words beside it say the same, so it is hidden from readers. */
export function CardIcon({ icon, status }: Pick<Look, "icon" | "status">) {
  if (icon === "visit" || status === "active" || status === "inactive") return <Drawing name="window" />;
  const { base, at } = CARDS[icon];
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" data-icon={`${icon}-${status}`}>
      <path d={DRAWINGS[base]} />
      <path d={PROGRESS[status]} transform={at} />
    </svg>
  );
}

/** One drawing by its name. The words beside it say the same. */
export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" data-icon={name}>
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
