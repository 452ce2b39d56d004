/** How an offer looks: plain, and in a site's own colours by custom properties and parts. What holds it apart from the page is important, and nothing else. */
export const STYLE = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset-block: var(--pe-offer-inset-block, auto 16px) !important;
  inset-inline: var(--pe-offer-inset-inline, 16px auto) !important;
  z-index: var(--pe-offer-z-index, 2147483000) !important;
  color-scheme: light dark;
}
#dialog {
  --b: #fff;
  --c: #1c1e24;
  --a: #1d4ed8;
  --d: #fff;
  position: relative;
  box-sizing: border-box;
  inline-size: min(var(--pe-offer-width, 352px), 100vw - 32px);
  max-block-size: calc(100vh - 32px);
  overflow: auto;
  padding: 20px;
  border: 1px solid var(--pe-offer-border, #8a8f9c);
  border-radius: var(--pe-offer-radius, 12px);
  box-shadow: var(--pe-offer-shadow, 0 8px 32px #0004);
  background: var(--pe-offer-background, var(--b));
  color: var(--pe-offer-color, var(--c));
  font: var(--pe-offer-font, 1em/1.5 system-ui, sans-serif);
  overflow-wrap: anywhere;
}
@media (prefers-color-scheme: dark) {
  #dialog {
    --b: #1f2129;
    --c: #f2f3f5;
    --a: #a9c2ff;
    --d: #10131c;
  }
}
#title, #text {
  margin: 0 0 8px;
  padding-inline-end: 32px;
  font: inherit;
}
#title {
  font-weight: 700;
}
#image {
  display: block;
  max-inline-size: 100%;
  max-block-size: 160px;
}
#accept, #decline, #close {
  display: inline-block;
  margin: 8px 0 0;
  margin-inline-end: 8px;
  padding: 9px 16px;
  border: 1px solid #0000;
  border-radius: inherit;
  background: none;
  color: inherit;
  font: inherit;
  text-decoration: none;
  cursor: pointer;
}
#accept {
  background: var(--pe-offer-accent, var(--a));
  color: var(--pe-offer-accent-color, var(--d));
}
#decline {
  border-color: currentColor;
}
#close {
  position: absolute;
  inset-block-start: 0;
  inset-inline-end: 0;
  margin: 0;
}
:focus-visible {
  outline: 3px solid;
  outline-offset: 2px;
}
@media (prefers-reduced-motion: no-preference) {
  #dialog {
    animation: come .2s;
  }
}
@keyframes come {
  from {
    opacity: 0;
    translate: 0 8px;
  }
}
@media print {
  :host {
    display: none !important;
  }
}`;
