/** The signs of the kinds of steps: each a shape of its own, so that no colour is needed to tell them apart. */
import type { Kind } from "./kinds";

/** Round the point 0,0. */
const SHAPES: { [kind in Kind]: string } = {
  pages: "M0-7V7",
  forms: "M-4.5-4.5h9v9h-9z",
  identity: "M0-6 6 0 0 6-6 0z",
  offers: "M0-5.5 6 5H-6z",
  conversation: "M0-5.2a5.2 5.2 0 1 0 0 10.4 5.2 5.2 0 0 0 0-10.4z",
  custom: "M-5 0H5M0-5V5",
};

export function Shape({ kind }: { kind: Kind }) {
  return <path class="sign" data-kind={kind} d={SHAPES[kind]} />;
}

/** As a small picture beside the kind's name. */
export function Sign({ kind }: { kind: Kind }) {
  return <svg class="kind-sign" viewBox="-8 -8 16 16" aria-hidden="true"><Shape kind={kind} /></svg>;
}
