/** How the inspector looks: the same on every page. */
export const STYLE = `
:host {
  all: initial !important;
  position: fixed !important;
  inset-block-end: 8px !important;
  inset-inline-end: 8px !important;
  z-index: 2147483001 !important;
}
#panel {
  box-sizing: border-box;
  display: flex;
  flex-direction: column;
  inline-size: min(440px, 100vw - 16px);
  max-block-size: min(70vh, 640px);
  border: 1px solid #6b7385;
  border-radius: 8px;
  background: #14161c;
  color: #e8eaf0;
  font: 13px/1.5 ui-monospace, monospace;
  direction: ltr;
}
#head {
  display: flex;
  align-items: center;
  gap: 8px;
  padding: 4px 4px 4px 12px;
}
#name {
  flex: 1;
  margin: 0;
  font: inherit;
  font-weight: 700;
}
button {
  min-inline-size: 32px;
  min-block-size: 32px;
  border: 1px solid #6b7385;
  border-radius: 6px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
:focus-visible {
  outline: 2px solid #9dbcff;
  outline-offset: 1px;
}
#body {
  overflow: auto;
  padding: 0 12px 12px;
  overflow-wrap: anywhere;
}
#body[hidden] {
  display: none;
}
h3 {
  margin: 12px 0 4px;
  font: inherit;
  font-weight: 700;
  color: #9dbcff;
}
ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
@media print {
  :host {
    display: none !important;
  }
}`;
