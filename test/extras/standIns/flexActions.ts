/** A stand-in for the actions of Twilio's Flex WebChat, which tells its listeners before and after each of them. */
type Listener = (payload?: { [name: string]: unknown }) => void;

export interface FlexActionsStandIn {
  actions: {
    addListener(event: string, listener: Listener): void;
    removeListener(event: string, listener: Listener): void;
    removeAllListeners(): never;
    invokeAction(name: string): void;
  };
  /** An action is done. */
  fire(name: string, payload?: { [name: string]: unknown }): void;
  /** How many there are. */
  listeners(): number;
  /** Is the window to be seen? */
  window(): boolean;
}

export function createFlexActions(): FlexActionsStandIn {
  let listening: [event: string, listener: Listener][] = [];
  let isOpen = false;
  const fire = (name: string, payload?: { [name: string]: unknown }) => {
    if (name === "ToggleChatVisibility") isOpen = !isOpen;
    for (const [event, listener] of [...listening]) if (event === `after${name}`) listener(payload);
  };
  return {
    actions: {
      addListener: (event, listener) => void listening.push([event, listener]),
      removeListener: (event, listener) => void (listening = listening.filter((one) => one[0] !== event || one[1] !== listener)),
      removeAllListeners() {
        throw new Error("This would remove the site's listeners");
      },
      invokeAction: fire,
    },
    fire,
    listeners: () => listening.length,
    window: () => isOpen,
  };
}
