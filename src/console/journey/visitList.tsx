/** Lists the visits of a journey, page by page, with the day above what began on it. */
import { duration } from "../duration";
import { shortAddress, webAddress } from "../link";
import { words } from "../words/words";
import { NewMark, StepLine } from "./stepLine";
import { StepIcon } from "./stepIcon";
import type { Part, Visit } from "./visits";
import { dayOf, When, type Clock } from "./when";

export interface Shown {
  clock: Clock;
  /** Pages by their addresses, and not by their titles. */
  byAddress: boolean;
  /** Ids of the steps that have come while somebody looked. */
  fresh: ReadonlySet<string>;
}

export function VisitList({ visits, shown }: { visits: Visit[]; shown: Shown }) {
  const count = visits.filter(({ kind }) => kind === "visit").length;
  let number = 0;
  const days = daysOf(visits);
  return (
    <>
      {visits.map((visit) => {
        if (visit.kind === "visit") number++;
        const title = visit.kind === "talk" ? words.journey.talkAlone : visit.kind === "rest" ? words.journey.rest : count > 1 ? words.journey.visit(number, count) : words.journey.visitAlone;
        const time = duration(visit.to - visit.from);
        return (
          <li class="visit" key={visit.key} data-visit={visit.kind}>
            {visits.length > 1 && <h5 class="visit-head">{title} <time class="hint" dateTime={time.iso}>{time.text}</time></h5>}
            <ol class="parts">
              {visit.parts.map((part) => [<Day key={`day ${part.key}`} day={part.page && days.get(part.page.id)} />, <PartView key={part.key} part={part} shown={shown} days={days} />])}
            </ol>
          </li>
        );
      })}
    </>
  );
}

interface PartViewProps {
  part: Part;
  shown: Shown;
  days: ReadonlyMap<string, string>;
}

function Day({ day }: { day: string | undefined }) {
  return day === undefined ? null : <li class="day">{day}</li>;
}

/** By the id of the first step of each day, in the order in which they are listed: which day it is. */
function daysOf(visits: Visit[]): Map<string, string> {
  const days = new Map<string, string>();
  let before = "";
  for (const { id, at } of visits.flatMap(({ parts }) => parts.flatMap(({ page, steps }) => [...(page ? [page] : []), ...steps]))) {
    const day = dayOf(at);
    if (day !== before) days.set(id, day);
    before = day;
  }
  return days;
}

function PartView({ part: { page, steps, spentMs }, shown, days }: PartViewProps) {
  const { clock, byAddress, fresh } = shown;
  const link = page && webAddress(page.url);
  const address = page?.url ? shortAddress(page.url) : "";
  const title = page && typeof page.data.title === "string" ? page.data.title.trim() : "";
  const text = (byAddress ? page?.url : title) || address || words.journey.page;
  const spent = spentMs === undefined ? undefined : duration(spentMs);
  const isNew = page !== undefined && fresh.has(page.id);
  return (
    <li class="part" data-page={page ? true : undefined}>
      {page && (
        <div class="step page" data-type={page.type} data-kind="pages" data-new={isNew || undefined}>
          <span class="step-icon"><StepIcon step={page} /></span>
          <span class="step-text">
            {link ? <a href={link} target="_blank" rel="noopener noreferrer nofollow"><bdi>{text}</bdi></a> : <bdi>{text}</bdi>}
            {isNew && <NewMark />}
            {spent && <span class="spent"><time dateTime={spent.iso}>{words.journey.spent(spent.text)}</time></span>}
          </span>
          <When at={page.at} clock={clock} />
        </div>
      )}
      {steps.length > 0 && (
        <ol class="steps" aria-label={page ? words.journey.onPage(text) : undefined}>
          {steps.map((step) => [<Day key={`day ${step.id}`} day={days.get(step.id)} />, <StepLine key={step.id} step={step} clock={clock} isNew={fresh.has(step.id)} />])}
        </ol>
      )}
    </li>
  );
}
