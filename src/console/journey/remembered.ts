/** A choice of how things are shown, kept by this browser for the next time. */
import { useState } from "preact/hooks";

/** @param name under which it is kept; without storage it holds as long as it is on the page */
export function useRemembered(name: string): [isOn: boolean, set: (isOn: boolean) => void] {
  const key = `parley.${name}`;
  const [isOn, setOn] = useState(() => read(key));
  return [isOn, (next) => {
    setOn(next);
    try {
      localStorage.setItem(key, next ? "1" : "");
    } catch {
      return;
    }
  }];
}

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    return false;
  }
}
