/** The page of rules: what there is, one rule in its editor, trying out, the report, and versions; and the bar that saves. */
import { useMemo, useState } from "preact/hooks";
import type { RulesReport } from "../../protocol/ruleAnswers";
import { useAnswer, Waiting } from "../answer";
import { Bar } from "../bar";
import type { Seat } from "../desk";
import { useHash } from "../hash";
import { useTitle } from "../title";
import { words } from "../words/pageWords";
import { Conflict } from "./conflict";
import { KINDS, kept, type Kind } from "./draft";
import { DryRunView } from "./dryRunView";
import { Editor } from "./editor";
import { List } from "./list";
import { Report } from "./report";
import { SaveBar } from "./saveBar";
import { useWork, type Work } from "./useWork";
import { Versions } from "./versions";

type View = keyof typeof words.rules.page.views;

const isKind = (view: View): view is Kind => KINDS.some((kind) => kind === view);

export function Rules({ seat }: { seat: Seat }) {
  const [news, setNews] = useState("");
  const { work, ...loaded } = useWork(seat, setNews);
  const [first = "", ...rest] = useHash().split("/");
  const { page } = words.rules;
  const view: View = Object.hasOwn(page.views, first) ? (first as View) : "actionMaps";
  useTitle(page.title);
  return (
    <>
      <Bar seat={seat} here="/console/rules" />
      <main class="rules">
        <div class="row rules-head">
          <h2 class="page-title">{page.title}</h2>
          <nav class="views" aria-label={page.title}>
            {Object.entries(page.views).map(([name, says]) => <a key={name} href={`#${name}`} {...(name === view && { "aria-current": "page" as const })}>{says}</a>)}
          </nav>
        </div>
        <Waiting answer={{ ...loaded, body: work }} what={page.theRules} />
        {work?.theirs && <Conflict work={work} theirs={work.theirs} />}
        {work && !work.theirs && <Open view={view} open={rest.join("/")} work={work} seat={seat} say={setNews} />}
        {work && !work.theirs && <SaveBar work={work} />}
      </main>
      <p role="status" class="spoken">{news}</p>
    </>
  );
}

function Open({ view, open, work, seat, say }: { view: View; open: string; work: Work; seat: Seat; say: (news: string) => void }) {
  // What runs changes what is reported, sooner or later; the list shows a week of it.
  const week = useAnswer(() => seat.desk.ask<RulesReport>("/v1/rules/report?days=7"), work.base.version);
  const counts = useMemo(() => new Map(week.body?.maps.map((map) => [map.map, map])), [week.body]);
  if (view === "try") return <DryRunView work={work} seat={seat} />;
  if (view === "report") return <Report seat={seat} />;
  if (view === "versions") return <Versions work={work} seat={seat} />;
  if (!isKind(view)) return null;
  const entry = open ? kept(work.draft[view]).find(({ key }) => key === open) : undefined;
  if (entry) return <Editor key={`${view} ${open}`} kind={view} entry={entry} work={work} />;
  return <List key={view} kind={view} work={work} counts={counts} say={say} />;
}
