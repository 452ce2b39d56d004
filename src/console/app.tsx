/** Finds out who works here, and decides which page the address makes. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Me } from "../protocol/card";
import { createAddresses } from "./addresses";
import { pageAt } from "./bar";
import { createDesk, UNKNOWN_SITE } from "./desk";
import { LoginEnded, Notice, SiteUnknown } from "./notice";
import { loaded } from "./loaded";
import { newSeat } from "./newSeat";
import { startPresence } from "./presence";
import { Watch } from "./watch";
import { words } from "./words/words";

/** Whoever watches sessions does without the others. */
const PAGES = {
  "/console/": Watch,
  "/console/contacts": loaded(() => import("./contacts").then(({ Contacts }) => Contacts)),
  "/console/rules": loaded(() => import("./rules/rules").then(({ Rules }) => Rules)),
  "/console/health": loaded(() => import("./health").then(({ Health }) => Health)),
  "/console/supervisor": loaded(() => import("./supervisor/supervisor").then(({ Supervisor }) => Supervisor)),
  "/console/admin": loaded(() => import("./admin/admin").then(({ Admin }) => Admin)),
  "/console/account": loaded(() => import("./account/account").then(({ OwnPage }) => OwnPage)),
};
const RETRY_MS = 3_000;

export function App() {
  const [over, setOver] = useState<"login" | "site">();
  const [failure, setFailure] = useState("");
  const [me, setMe] = useState<Me>();
  const addresses = useMemo(createAddresses, []);
  const desk = useMemo(() => createDesk({
    onLoginEnded: () => setOver("login"),
    // One that was only remembered is forgotten instead.
    onUnknownSite: () => addresses.isNamed() && setOver("site"),
    at: addresses.at,
  }), []);

  const hear = (told: Me) => {
    addresses.settle(told);
    setMe((before) => newSeat(before, told, () => location.reload()));
  };
  useEffect(() => {
    if (me || over) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      const reply = await desk.ask<Me>("/v1/me");
      if (reply.ok) return hear(reply.body);
      if (reply.refusal?.error === UNKNOWN_SITE) return void (addresses.forget() && load());
      setFailure(reply.reason);
      timer = setTimeout(load, RETRY_MS);
    };
    void load();
    return () => clearTimeout(timer);
  }, [me, over]);

  const isHere = me !== undefined && !over;
  useEffect(() => (isHere ? startPresence(desk, hear) : undefined), [isHere]);

  const seat = useMemo(() => me && {
    me, desk,
    // A page that nobody sees asks when it is shown again: until then it must not keep a login.
    renew: () => void (document.visibilityState === "visible" && desk.ask<Me>("/v1/me").then((reply) => reply.ok && hear(reply.body))),
  }, [me]);
  if (over) return over === "login" ? <LoginEnded /> : <SiteUnknown />;
  if (!seat) return <Notice title={failure ? words.notice.notShown : words.common.loading}>{failure && <p role="alert">{words.common.tryingAgain(failure)}</p>}</Notice>;
  const Page = PAGES[pageAt(location.pathname)];
  return <Page seat={seat} />;
}
