/** The tag to paste, and a check that says as soon as events arrive from a page that has it. */
import { useEffect, useState } from "preact/hooks";
import type { Arrivals } from "../../protocol/settings";
import { addressOf } from "../addresses";
import { startPolling } from "../poll";
import { words } from "../words/pageWords";
import { ago as spanSince } from "../words/written";
import type { SectionProps } from "./admin";
import { Copyable } from "./copyable";
import { useSetting } from "./useSetting";

const POLL_MS = 1_500;
const TICK_MS = 1_000;

export function Install({ seat, told, take, say }: SectionProps) {
  const { install } = words.admin;
  const [heard, setHeard] = useState<{ arrivals: Arrivals; at: number }>();
  const [failure, setFailure] = useState("");
  const [here, setHere] = useState(Date.now);
  useEffect(() => startPolling({
    ask: () => seat.desk.ask<Arrivals>("/v1/arrivals"),
    everyMs: POLL_MS,
    onReply: (reply) => {
      setFailure(reply.ok ? "" : reply.reason);
      setHere(Date.now());
      if (reply.ok) setHeard({ arrivals: reply.body, at: Date.now() });
    },
  }), [seat]);
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  // The collector's clock: an admin's computer may be minutes off.
  const ago = (at: number) => spanSince(heard ? heard.arrivals.now - at + here - heard.at : 0);
  const [latest] = heard?.arrivals.pages ?? [];
  const collector = new URL(/src="([^"]+)"/.exec(told.tag)?.[1] ?? location.href).origin;
  return (
    <>
      <section class="admin-part" aria-labelledby="tag">
        <h4 id="tag">{install.tagTitle}</h4>
        <p class="hint">{install.tagHint}</p>
        <Copyable label={install.tag} text={told.tag} />
        <p class="hint">{install.early} <a href={addressOf("/snippet", told.site.key)}><code>/snippet</code></a></p>
        <p class="hint">{install.policy} <code>{collector}</code></p>
      </section>
      <section class="admin-part" aria-labelledby="check">
        <h4 id="check">{install.checkTitle}</h4>
        {failure && <p class="failure" role="alert">{install.stale(failure)}</p>}
        {/* Only which page it is, so that the seconds are not read out. */}
        <p class="check" role="status" data-check={latest ? "heard" : "waiting"}>{latest ? install.hears(latest.url) : install.waiting}</p>
        {heard && heard.arrivals.pages.length > 0 && (
          <ul class="plain-list arrivals" aria-label={install.pages}>
            {heard.arrivals.pages.map(({ url, type, at }) => <li key={url}>{install.received(ago(at))} {install.from} <bdi>{url}</bdi> <code>{type}</code></li>)}
          </ul>
        )}
        {heard && <Refused seat={seat} told={told} take={take} say={say} refused={heard.arrivals.refused} ago={ago} />}
      </section>
    </>
  );
}

function Refused({ seat, told, take, say, refused, ago }: SectionProps & { refused: Arrivals["refused"]; ago: (at: number) => string }) {
  const { install } = words.admin;
  const change = useSetting({ seat, told, take });
  const { value, from } = told.settings.origins;
  const left = refused.filter(({ origin }) => !value.includes(origin));
  const allow = async (origin: string) => {
    const add = (to: string[]) => ({ origins: to.includes(origin) ? to : [...to, origin] });
    const done = await change.save(add(value), ({ now }) => add(now.settings.origins.value));
    if (!done) return;
    say(install.allowed(origin));
  };
  if (!left.length) return null;
  return (
    <section class="refusals" aria-labelledby="refused">
      <h5 id="refused">{install.refusedTitle}</h5>
      {change.failure && <p class="failure" role="alert">{change.failure}</p>}
      <ul class="plain-list">
        {left.map(({ origin, at }) => (
          <li key={origin}>
            {install.refused(origin, ago(at))}{" "}
            {from !== "environment" && seat.me.may.includes("settings.write") && <button type="button" onClick={() => void allow(origin)}>{install.allow(origin)}</button>}
          </li>
        ))}
      </ul>
      {from === "environment" && <p class="fixed">{words.admin.byEnvironment(told.settings.origins.variable ?? "")}</p>}
    </section>
  );
}
