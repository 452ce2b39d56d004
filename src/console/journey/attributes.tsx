/** Lists the data of a site's own events, and the notes of a wrap-up; a long list opens when it is wanted. */
import type { Step } from "../../protocol/card";
import { humanised } from "../humanised";
import { words } from "../words/words";
import { shown } from "./fields";
import { isKnown } from "./sentence";

/** More than this is no glance any more. */
const OPEN_ATTRIBUTES = 3;
const OPEN_CHARS = 160;

/** The attributes of an event that has no sentence of its own, and the notes of one that has. */
export function attributesOf(step: Step): [name: string, value: string][] {
  const entries = Object.entries(step.data).filter(([name]) => name === "notes" || !isKnown(step.type));
  return entries.map(([name, value]) => [name === "notes" ? words.contact.notes.title : humanised(name), shown(value)] as [string, string]).filter(([, value]) => value);
}

export function Attributes({ step }: { step: Step }) {
  const all = attributesOf(step);
  if (!all.length) return null;
  const list = (
    <dl class="attributes">
      {all.map(([name, value], i) => <div key={i}><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>)}
    </dl>
  );
  const isLong = all.length > OPEN_ATTRIBUTES || all.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > OPEN_CHARS;
  return isLong ? <details class="attributes-long"><summary>{words.journey.more(all.length)}</summary>{list}</details> : list;
}
