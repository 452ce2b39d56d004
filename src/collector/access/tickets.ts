/** Links that work once: whoever opens one chooses a password, of an account or of an admin's to be made. */
import type { Store } from "../store/store";
import { createToken, hashToken } from "./token";

/** The operator's: it stands where the collector prints. */
const ADMIN_MS = 24 * 3_600_000;
/** An invitation has to be handed over first. */
const INVITATION_MS = 7 * 24 * 3_600_000;
/** 192 random bits. */
const TICKET_CHARS = 32;

export interface Tickets {
  /** The address of the page that takes the ticket, and until when it does. */
  create(given: { site: string; account?: string }): Promise<{ link: string; expires: number }>;
}

export interface TicketsDependencies {
  store: Pick<Store, "addTicket">;
  now: () => number;
  /** The collector's own public address. */
  own: string;
}

export function createTickets({ store, now, own }: TicketsDependencies): Tickets {
  return {
    async create({ site, account }) {
      const ticket = createToken("", TICKET_CHARS);
      const expires = now() + (account === undefined ? ADMIN_MS : INVITATION_MS);
      await store.addTicket({ hash: hashToken(ticket), site, expires, ...(account !== undefined && { account }) });
      return { link: `${own}/console/login?ticket=${ticket}`, expires };
    },
  };
}
