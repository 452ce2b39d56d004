/** The journey map: everything that happened, in order, page by page; live, of one visit, one conversation or a whole person. */
import { useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Waiting } from "../answer";
import type { Desk } from "../desk";
import { words } from "../words/words";
import { latest, ofKinds } from "./choose";
import { countKinds, KINDS, type Kind } from "./kinds";
import { joined, queriesOf, scopesOf, type Scope, type Whose } from "./loadSteps";
import { Overview } from "./overview";
import { useRemembered } from "./remembered";
import { Kinds, Scopes, View } from "./toolbar";
import { useReels } from "./useReels";
import { VisitList } from "./visitList";
import { toldOnce } from "./toldOnce";
import { toVisits } from "./visits";

/** Steps that are drawn at first, and each time an agent asks for earlier ones. */
const SHOWN_STEPS = 60;
const MORE_STEPS = 200;
/** How long ago something was is written anew this often. */
const RELATIVE_MS = 30_000;

export interface JourneyProps {
  card: Whose;
  /** Changes whenever the collector may have more to tell of this card. */
  n: number;
  /** The collector's clock. */
  now: number;
  desk: Pick<Desk, "ask">;
}

export function Journey({ card, n, now, desk }: JourneyProps) {
  const heading = useId();
  const [wanted, setScope] = useState<Scope>();
  const [kinds, setKinds] = useState<ReadonlySet<Kind>>(new Set(KINDS));
  const scopes = scopesOf(card);
  const scope = choose(scopes, wanted);
  const queries = queriesOf(card, scope);
  return (
    <section class="journey" role="group" aria-labelledby={heading}>
      <div class="journey-head">
        <h4 id={heading}>{words.journey.title}</h4>
        {scopes.length > 1 && <Scopes scopes={scopes} scope={scope} onChoose={setScope} />}
      </div>
      <JourneyMap key={queries.join("&")} queries={queries} n={n} now={now} desk={desk} kinds={kinds} onKinds={setKinds} />
    </section>
  );
}

/** A visitor may become a contact while an agent looks at all of theirs. */
function choose(scopes: Scope[], wanted: Scope | undefined): Scope {
  if (wanted && scopes.includes(wanted)) return wanted;
  const isPerson = (scope: Scope | undefined) => scope === "contact" || scope === "visitor";
  return (isPerson(wanted) && scopes.find(isPerson)) || scopes[0]!;
}

interface JourneyMapProps extends Omit<JourneyProps, "card"> {
  queries: string[];
  kinds: ReadonlySet<Kind>;
  onKinds: (kinds: ReadonlySet<Kind>) => void;
}

function JourneyMap({ queries, n, now, desk, kinds, onKinds }: JourneyMapProps) {
  const { answer, reels, fresh, isLoading, failure, more } = useReels(desk, queries, n);
  const [limit, setLimit] = useState(SHOWN_STEPS);
  const [byAddress, setByAddress] = useRemembered("journey.addresses");
  const [isRelative, setRelative] = useRemembered("journey.relative");
  const list = useRef<HTMLOListElement>(null);
  const asked = useRef(false);

  const { steps, earlier } = useMemo(() => {
    const all = joined(reels ?? []);
    return { ...all, steps: toldOnce(all.steps) };
  }, [reels]);
  const counts = useMemo(() => countKinds(steps), [steps]);
  const { visits, hidden } = useMemo(() => latest(ofKinds(toVisits(steps), kinds), limit), [steps, kinds, limit]);
  const left = hidden + earlier;
  const ago = isRelative ? Math.floor(now / RELATIVE_MS) : 0;
  // Drawn anew only when something of it is another: what an agent reads, selects or has opened stays as it is.
  const drawn = useMemo(() => <VisitList visits={visits} shown={{ clock: { now, isRelative }, byAddress, fresh }} />, [visits, byAddress, isRelative, ago, fresh, words]);
  const picture = useMemo(() => steps.length > 0 && <Overview steps={steps} />, [steps, words]);

  useLayoutEffect(() => {
    // With the last of the earlier ones the button goes that asked for them.
    if (asked.current && !left && document.activeElement === document.body) list.current?.focus();
    if (!isLoading) asked.current = false;
  }, [left, isLoading]);

  const showEarlier = async () => {
    asked.current = true;
    if (hidden < MORE_STEPS && earlier) await more();
    setLimit(limit + MORE_STEPS);
  };

  return (
    <>
      <Waiting answer={answer} what={words.journey.loading} />
      {reels && steps.length === 0 && <p class="hint">{words.journey.empty}</p>}
      {steps.length > 0 && (
        <>
          {picture}
          <div class="journey-choices">
            <Kinds counts={counts} kinds={kinds} onChange={onKinds} />
            <View addresses={{ isOn: byAddress, set: setByAddress }} relative={{ isOn: isRelative, set: setRelative }} />
          </div>
          {left > 0 && <button type="button" class="quiet" aria-disabled={isLoading} onClick={() => void showEarlier()}>{isLoading ? words.journey.loadingEarlier : words.journey.earlier(left)}</button>}
          {failure && <p class="failure" role="alert">{words.journey.notEarlier(failure)}</p>}
          {visits.length === 0 && <p class="hint">{words.journey.filtered}</p>}
          <ol class="visits" ref={list} tabIndex={-1} aria-label={words.journey.steps}>{drawn}</ol>
        </>
      )}
    </>
  );
}
