/** Says where a setting comes from, and takes it back to the default. */
import type { Setting } from "../../protocol/settings";
import { words } from "../words/pageWords";

export function Origin({ setting: { from, variable }, onDefault }: { setting: Setting<unknown>; onDefault?: () => void }) {
  const { admin } = words;
  if (from === "environment") return <p class="fixed">{admin.byEnvironment(variable ?? "")}</p>;
  if (from === "default") return <p class="hint">{admin.byDefault}</p>;
  return onDefault ? <p><button type="button" class="quiet" onClick={onDefault}>{admin.toDefault}</button></p> : null;
}
