/** The sheet of shortcuts, and what an agent may choose for this browser. */
import { useLayoutEffect, useId, useRef, useState } from "preact/hooks";
import { playTones } from "./alerts";
import type { Preferences } from "./preferences";
import { words, type Words } from "./words/words";

export interface SheetProps {
  isOpen: boolean;
  onClose: () => void;
  preferences: Preferences;
  onChange: (changed: Partial<Preferences>) => void;
}

/** Which keys do what. */
function rows({ keys }: Words["work"]): [pressed: string[], does: string][] {
  return [
    [["j", "↓"], keys.next], [["k", "↑"], keys.previous], [["o"], keys.other], [["Enter"], keys.open], [["t"], keys.take], [["x"], keys.transfer], [["e"], keys.end],
    [["w"], keys.wrapUp], [["/"], keys.search], [["?"], keys.sheet], [["Esc"], keys.leave],
  ];
}

export function Sheet({ isOpen, onClose, preferences, onChange }: SheetProps) {
  const { keys, alerts } = words.work;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [isDenied, setDenied] = useState(false);
  // At once: the next key is for the sheet, and not for what lies under it.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const ask = async (notify: boolean) => {
    const isAllowed = !notify || ("Notification" in globalThis && (await Notification.requestPermission()) === "granted");
    setDenied(!isAllowed);
    onChange({ notify: notify && isAllowed });
  };
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{keys.title}</h2>
      <table>
        <thead class="spoken"><tr><th scope="col">{keys.key}</th><th scope="col">{keys.does}</th></tr></thead>
        <tbody>
          {rows(words.work).map(([pressed, does]) => (
            <tr key={does}>
              <th scope="row">{pressed.map((key, i) => <span key={key}>{i > 0 && ` ${keys.or} `}<kbd>{key}</kbd></span>)}</th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Choice name={keys.setting} isOn={preferences.shortcuts} onChoose={(shortcuts) => onChange({ shortcuts })} />
      <h3>{alerts.title}</h3>
      <Choice name={alerts.sound} isOn={preferences.sound} onChoose={(sound) => { onChange({ sound }); if (sound) playTones(); }} />
      <Choice name={alerts.notify} isOn={preferences.notify} onChoose={(notify) => void ask(notify)} />
      {isDenied && <p class="hint" role="alert">{alerts.denied}</p>}
      <Choice name={alerts.quiet} isOn={preferences.quiet} onChoose={(quiet) => onChange({ quiet })} />
      <p><button type="button" onClick={() => dialog.current?.close()}>{keys.close}</button></p>
    </dialog>
  );
}

function Choice({ name, isOn, onChoose }: { name: string; isOn: boolean; onChoose: (isOn: boolean) => void }) {
  return (
    <label class="setting">
      <input type="checkbox" checked={isOn} onChange={(event) => onChoose(event.currentTarget.checked)} /> <span>{name}</span>
    </label>
  );
}
