/** Shows everything a visitor did, in order: pages with their titles or addresses, and events between them. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Card, Step } from "../protocol/card";
import type { Desk } from "./desk";
import { StepIcon } from "./icon";
import { webAddress } from "./link";
import { loadSteps } from "./loadSteps";
import { attributes, sentence } from "./sentence";

/** A burst of changes asks the collector once. */
const SETTLE_MS = 250;
/** Most steps shown before an agent asks for earlier ones. */
const SHOWN_STEPS = 50;

/** @param n changes whenever the collector may have more to tell of this card */
export function Journey({ card, n, desk }: { card: Card; n: number; desk: Desk }) {
  const [steps, setSteps] = useState<Step[]>();
  const [failed, setFailed] = useState("");
  const [tries, setTries] = useState(0);
  const [all, setAll] = useState(false);
  const [addresses, setAddresses] = useState(false);
  const turn = useRef(0);

  useEffect(() => {
    const load = async () => {
      const mine = ++turn.current;
      const reply = await loadSteps(desk, card);
      // A slower answer to an earlier question must not undo a newer one.
      if (mine !== turn.current) return;
      setFailed(reply.ok ? "" : reply.reason);
      if (reply.ok) setSteps(reply.body);
    };
    const timer = setTimeout(load, steps ? SETTLE_MS : 0);
    return () => clearTimeout(timer);
  }, [n, tries]);
  useEffect(() => () => void turn.current++, []);

  const hidden = all || !steps ? 0 : Math.max(0, steps.length - SHOWN_STEPS);
  return (
    <div class="journey">
      <div class="journey-head">
        <h4>Journey</h4>
        {steps?.some(isPage) && (
          <button type="button" class="quiet" aria-pressed={addresses} onClick={() => setAddresses(!addresses)}>
            Show page addresses
          </button>
        )}
      </div>
      {failed && (
        <p class="failure" role="alert">
          The journey could not be loaded. {failed}{" "}
          <button type="button" class="quiet" onClick={() => setTries(tries + 1)}>Try again</button>
        </p>
      )}
      {!steps && !failed && <p class="hint">Loading…</p>}
      {steps?.length === 0 && <p class="hint">Nothing is known yet of what happened before.</p>}
      {hidden > 0 && <button type="button" class="quiet" onClick={() => setAll(true)}>Show {hidden} earlier</button>}
      {steps && steps.length > 0 && (
        <ol class="steps">
          {steps.slice(hidden).map((step) => <Line key={step.id} step={step} address={addresses} />)}
        </ol>
      )}
    </div>
  );
}

const isPage = (step: Step) => step.type === "page.viewed";

function Line({ step, address }: { step: Step; address: boolean }) {
  const more = attributes(step);
  const link = isPage(step) && webAddress(step.url);
  const text = isPage(step) && address && step.url ? step.url : sentence(step);
  return (
    <li class={isPage(step) ? "step page" : "step"} data-type={step.type}>
      <span class="step-icon"><StepIcon type={step.type} /></span>
      <span class="step-text">
        {link ? <a href={link} target="_blank" rel="noopener noreferrer nofollow">{text}</a> : text}
      </span>
      <Moment at={step.at} />
      {more.length > 0 && (
        <dl class="attributes">
          {more.map(([name, value], i) => <div key={i}><dt>{name}</dt><dd>{value}</dd></div>)}
        </dl>
      )}
    </li>
  );
}

/** The time of day, and the date where it was another day. */
function Moment({ at }: { at: number }) {
  const date = new Date(at);
  const other = date.toDateString() !== new Date().toDateString();
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {other && `${date.toLocaleDateString([], { day: "numeric", month: "short" })}, `}
      {date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" })}
    </time>
  );
}
