/** Says in words what a row of the audit log is about. */
import { words } from "../words/pageWords";

/** @param what method and route: `PATCH /v1/contacts/:id`. One that has no words is shown as it is. */
export function thingOf(what: string): string {
  const { verbs, did, things, contact } = words.admin.audit;
  const [method = "", route = ""] = what.split(" ");
  const path = route.replace(/^\/v1\//, "");
  // A list that is read is a search; what is made in it is one thing.
  const thing = path === "contacts" && method !== "GET" ? contact : things[path];
  // Whoever comes back from a provider is let in by an address that browsers ask for.
  const isEntry = path.startsWith("/console");
  const verb = isEntry || (method === "POST" && /\/:id|^me\//.test(path)) ? did : verbs[method];
  return verb !== undefined && thing !== undefined ? `${verb}: ${thing}` : what;
}
