/** People who log in by the collector's own pages, as tests need them. */
import type { LightMyRequestResponse } from "fastify";
import { createTickets } from "../../../src/collector/access/tickets";
import type { Collector } from "../openCollector";

export const PASSWORD = "correct horse battery staple";
export const ADMIN = { name: "Ada Byron", email: "ada@example.com", password: PASSWORD };
export const OWN = { "sec-fetch-site": "same-origin" };

export function ticketOf(link: string): string {
  return new URL(link).searchParams.get("ticket")!;
}

/** A link as the operator gets it, and its ticket. */
export async function adminTicket({ store, site, clock }: Collector): Promise<string> {
  return ticketOf((await createTickets({ store, now: () => clock.now, own: "http://localhost:8787" }).create({ site: site.id })).link);
}

export function post(collector: Collector, path: string, form: { [field: string]: string }, headers: { [name: string]: string } = OWN, remoteAddress = "192.0.2.1"): Promise<LightMyRequestResponse> {
  return collector.server.inject({ method: "POST", url: path, remoteAddress, payload: new URLSearchParams(form).toString(), headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });
}

/** What a browser keeps of an answer; nothing where no cookie came. */
export function cookieOf({ headers }: LightMyRequestResponse): string {
  return [headers["set-cookie"]].flat()[0]?.split(";")[0] ?? "";
}

/** Makes the first admin. */
export async function becomeAdmin(collector: Collector): Promise<string> {
  return cookieOf(await post(collector, "/console/login", { ticket: await adminTicket(collector), ...ADMIN }));
}

export const call = (collector: Collector, method: "GET" | "POST" | "PATCH", url: string, cookie: string, payload?: object) =>
  collector.server.inject({ method, url, headers: { cookie, ...OWN }, ...(payload && { payload }) });
