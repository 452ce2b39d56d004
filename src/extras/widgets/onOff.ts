/** How most vendors' APIs are subscribed to: one method adds a handler, another takes out that one and no other. */
type Subscribe<Told> = (event: string, handler: (told: Told) => void) => unknown;

export interface Emitter<Told> {
  on: Subscribe<Told>;
  off: Subscribe<Told>;
}

/** For `hear`, of an emitter whose methods return nothing of use. */
export const onOff =
  <Told>(api: Emitter<Told>) =>
  (event: string, handler: (told: Told) => void) => {
    api.on(event, handler);
    return () => api.off(event, handler);
  };
