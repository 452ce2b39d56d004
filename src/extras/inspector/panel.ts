/** Draws the inspector's panel: headings and lists of plain text, which nothing reads out by itself. */
import { STYLE } from "./style";

export interface Panel {
  /** Heading to lines. */
  show(sections: { [heading: string]: string[] }): void;
  close(): void;
}

/** @param closed hears that the developer has closed it */
export function openPanel(closed: () => void): Panel {
  const host = document.createElement("div");
  host.setAttribute("data-pe-inspector", "");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const add = (to: Node, tag: string, text = "", attributes: { [name: string]: string } = {}): HTMLElement => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return to.appendChild(element);
  };
  const panel = add(root, "section", "", { id: "panel", "aria-labelledby": "name" });
  const head = add(panel, "div", "", { id: "head" });
  add(head, "h2", "Parley", { id: "name" });
  const fold = add(head, "button", "–", { "aria-expanded": "true", "aria-controls": "body", "aria-label": "Show what happens" });
  const end = add(head, "button", "×", { "aria-label": "Close" });
  // Whoever scrolls by keys has to be able to get there.
  const body = add(panel, "div", "", { id: "body", role: "group", "aria-label": "What happens", "aria-live": "off", tabindex: "0" });
  fold.addEventListener("click", () => {
    body.hidden = !body.hidden;
    fold.textContent = body.hidden ? "+" : "–";
    fold.setAttribute("aria-expanded", `${!body.hidden}`);
  });
  const close = () => {
    host.remove();
    closed();
  };
  end.addEventListener("click", close);
  document.querySelector("body")!.append(host);

  let shown = "";
  return {
    show(sections) {
      const news = JSON.stringify(sections);
      // What has not changed may be marked and copied.
      if (news === shown) return;
      shown = news;
      const fresh = document.createDocumentFragment();
      for (const [heading, lines] of Object.entries(sections)) {
        add(fresh, "h3", heading);
        const list = add(fresh, "ul");
        for (const line of lines.length ? lines : ["–"]) add(list, "li", line);
      }
      body.replaceChildren(fresh);
    },
    close,
  };
}
