/** The page for admins: how the tag is put into pages, and all that is set of the site, one section at a time. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Permission } from "../../protocol/roles";
import type { SettingsAnswer } from "../../protocol/settings";
import { useAnswer, Waiting } from "../answer";
import { Bar } from "../bar";
import type { Seat } from "../desk";
import { useHash } from "../hash";
import { words } from "../words/pageWords";
import { Accounts } from "./accounts";
import { AuditLog } from "./auditLog";
import { Connectors } from "./connectors";
import { Install } from "./install";
import { ListForm } from "./listForm";
import { Retention } from "./retention";
import { Site } from "./site";
import { Sites } from "./sites";

export type Section = keyof typeof words.admin.sections;

/** Without its permission a section is not there. */
const NEEDS: { [section in Section]: Permission } = {
  install: "settings.see", site: "settings.see", origins: "settings.see", queues: "settings.see", codes: "settings.see", retention: "settings.see",
  connectors: "connectors", accounts: "accounts", audit: "audit.see", sites: "sites",
};

/** What every section needs. */
export interface SectionProps {
  seat: Seat;
  told: SettingsAnswer;
  /** Takes what the collector answered to a change. */
  take(told: SettingsAnswer): void;
  /** Tells what was done. */
  say(news: string): void;
}

export function Admin({ seat }: { seat: Seat }) {
  const { admin } = words;
  const [news, setNews] = useState("");
  const [changed, setChanged] = useState<SettingsAnswer>();
  const answer = useAnswer(() => seat.desk.ask<SettingsAnswer>("/v1/settings"), 0);
  const hash = useHash();
  const sections = (Object.keys(NEEDS) as Section[]).filter((each) => seat.me.may.includes(NEEDS[each]));
  const section = sections.find((each) => each === hash) ?? sections[0];
  const told = changed ?? answer.body;
  useLayoutEffect(() => setNews(""), [section]);
  useEffect(() => void (document.title = words.common.title(admin.title)));
  return (
    <>
      <Bar seat={seat} here="/console/admin" />
      <main class="admin">
        <div class="row rules-head">
          <h2 class="page-title">{admin.title}</h2>
          <nav class="views" aria-label={admin.section}>
            {sections.map((each) => <a key={each} href={`#${each}`} {...(each === section && { "aria-current": "page" as const })}>{admin.sections[each]}</a>)}
          </nav>
        </div>
        {!section && <p class="empty">{admin.nothing}</p>}
        {section && (
          <section class="admin-section" aria-labelledby="section">
            <div class="admin-head">
              <h3 id="section">{admin.sections[section]}</h3>
              <p role="status" class="news">{news}</p>
            </div>
            <Waiting answer={{ ...answer, body: told }} what={admin.settings} />
            {told && <Open key={section} section={section} seat={seat} told={told} take={setChanged} say={setNews} />}
          </section>
        )}
      </main>
    </>
  );
}

function Open({ section, ...props }: SectionProps & { section: Section }) {
  switch (section) {
    case "install": return <Install {...props} />;
    case "site": return <Site {...props} />;
    case "retention": return <Retention {...props} />;
    case "connectors": return <Connectors {...props} />;
    case "accounts": return <Accounts {...props} />;
    case "sites": return <Sites {...props} />;
    case "audit": return <AuditLog {...props} />;
    default: return <ListForm {...props} name={section} />;
  }
}
