/** Takes along what stands behind the `#` of the address that somebody was on the way to: no server hears of it. The login works without. */
const to = document.querySelector<HTMLInputElement>("input[name=to]");
const link = document.querySelector<HTMLAnchorElement>("a[href^='/console/provider']");
if (to && location.hash) {
  to.value += location.hash;
  if (link) link.search = `${new URLSearchParams({ to: to.value })}`;
}
