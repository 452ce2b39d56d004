/** Finds out who works here, and decides which page the address makes. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Me } from "../protocol/card";
import { pageAt } from "./bar";
import { createDesk } from "./desk";
import { LoginEnded, Notice } from "./notice";
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
  const [ended, setEnded] = useState(false);
  const [failure, setFailure] = useState("");
  const [me, setMe] = useState<Me>();
  const desk = useMemo(() => createDesk(() => setEnded(true)), []);

  useEffect(() => {
    if (me || ended) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      const reply = await desk.ask<Me>("/v1/me");
      if (reply.ok) return setMe(reply.body);
      setFailure(reply.reason);
      timer = setTimeout(load, RETRY_MS);
    };
    void load();
    return () => clearTimeout(timer);
  }, [me, ended]);

  const isHere = me !== undefined && !ended;
  const hear = (told: Me) => setMe((before) => newSeat(before, told, () => location.reload()));
  useEffect(() => (isHere ? startPresence(desk, hear) : undefined), [isHere]);

  const seat = useMemo(() => me && {
    me, desk,
    // A page that nobody sees asks when it is shown again: until then it must not keep a login.
    renew: () => void (document.visibilityState === "visible" && desk.ask<Me>("/v1/me").then((reply) => reply.ok && hear(reply.body))),
  }, [me]);
  if (ended) return <LoginEnded />;
  if (!seat) return <Notice title={failure ? words.notice.notShown : words.common.loading}>{failure && <p role="alert">{words.common.tryingAgain(failure)}</p>}</Notice>;
  const Page = PAGES[pageAt(location.pathname)];
  return <Page seat={seat} />;
}
