/** The lazy bundle that shows developers in the page what the tracker does: `pe.debug(true)` has it loaded, and nothing else. */
import { PURPOSES } from "../protocol/event";
import type { Extras, Host } from "../sdk/extras/host";
import type { PageEvent, Parley } from "../sdk/types";
import { openPanel } from "./inspector/panel";
import type { Panel } from "./inspector/panel";
import { createNotebook } from "./inspector/notebook";
import type { Line } from "./inspector/notebook";
import { countWaiting } from "./inspector/waiting";
import { createGuard } from "./widgets/guard";

const LOOK_MS = 500;
/** Of these the last one that was told before the inspector came is worth a line. */
const BEFORE = ["session.started", "page.viewed", "widget.found", "consent.changed", "segment.matched", "outcome.achieved", "action.qualified", "action.blocked", "conversation.offered", "content.offered"];

const clock = ({ at, text }: Line) => `${new Date(at).toLocaleTimeString()} ${text}`;

const begin = (host: Host): (() => void) => {
  const { name, consent, moment, bring, debug, signal } = host;
  const guard = createGuard(signal, debug);
  const notes = createNotebook();
  // The database has the name that all keys begin with.
  const database = name.replace(/:c$/, "");
  const page = () => (window as { pe?: Partial<Parley> }).pe;
  let panel: Panel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = async (): Promise<void> => {
    const session = page()?.session?.();
    const isOpen = consent() === "granted";
    const waiting = isOpen ? await countWaiting(database).catch(() => "?") : 0;
    const showable = ((await bring("widgets"))?.find() ?? []).map((one) => `${one.name} (can be opened)`);
    panel?.show({
      Session: session ? [`code ${session.code}`, `session ${session.id}`, `visitor ${session.visitor}`] : [],
      Consent: PURPOSES.map((purpose) => `${purpose}: ${consent(purpose)}`),
      Outbox: [`${waiting} waiting`, ...notes.answers().map(clock)],
      Widgets: [...showable, ...notes.widgets()],
      "Segments and outcomes": notes.matched().map(clock),
      Offers: notes.offers().map(clock),
      Events: notes.events().map(clock),
    });
  };
  const look = guard((): void => {
    clearTimeout(timer);
    draw().catch(debug).finally(() => panel && !signal.aborted && (timer = setTimeout(look, LOOK_MS)));
  });
  const see = guard((event: PageEvent) => notes.see(event));

  document.addEventListener("pe:*", (event) => see((event as CustomEvent<PageEvent>).detail), { signal });
  document.addEventListener("pe:debug", guard((event: Event) => notes.hear((event as CustomEvent<unknown[]>).detail, moment().at)), { signal });
  for (const type of BEFORE) page()?.on?.(type, see as (event: PageEvent) => void, { replay: true })?.();
  signal.addEventListener("abort", () => panel?.close());
  return guard(() => {
    panel ??= openPanel(() => {
      clearTimeout(timer);
      panel = undefined;
    });
    look();
  });
};

const running = new WeakMap<Host, () => void>();

const inspector: Extras["inspector"] = (host) => {
  let open = running.get(host);
  if (!open) running.set(host, (open = begin(host)));
  open();
};

export default inspector;
