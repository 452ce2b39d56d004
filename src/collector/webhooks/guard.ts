/**
 * Keeps webhooks from being turned against the collector's own network: whoever may name an address could have it send to
 * what only this machine reaches. What is allowed is listed, and everything else is refused.
 */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { URL_CHARS } from "../../protocol/limits";
import { parseUrl } from "../../protocol/parseUrl";

export interface Address {
  address: string;
  family: number;
}

/** A sentence that says what is wrong. */
export interface Problem {
  problem: string;
}

export interface GuardOptions {
  /** The operator allows private addresses, any port, and http without TLS. */
  isIntranet: boolean;
  /** All addresses of a name. */
  resolve?: (hostname: string) => Promise<Address[]>;
}

export interface Guard {
  /** Judges an address by how it is written: nothing is asked of anybody. */
  read(given: string): { url: URL } | Problem;
  /** Asks for the addresses of its name, once: only to these may the connection go, or the next answer could be another. */
  find(url: URL): Promise<{ addresses: Address[] } | Problem>;
}

const PORTS = ["", "443", "8443"];
const INTRANET = ["unicast", "private", "loopback", "carrierGradeNat", "uniqueLocal"];
/** Where clouds tell a machine its secrets, besides the link-local addresses, which are never allowed. */
const METADATA = ["100.100.100.200", "fd00:ec2::254"];
const METADATA_NAMES = /^metadata(\.google(\.internal)?)?\.?$/;
/** All that is routed publicly; what else the library calls unicast is not assigned, or an IPv4 address in an old disguise. */
const ROUTED = ipaddr.parseCIDR("2000::/3");

export function createGuard({ isIntranet, resolve = (hostname) => lookup(hostname, { all: true, verbatim: true }) }: GuardOptions): Guard {
  const refuse = (address: string): string | undefined => {
    const range = rangeOf(address);
    if (range === "unicast" || (isIntranet && INTRANET.includes(range) && !METADATA.includes(address))) return undefined;
    return `The address ${address} is not public (${range}).`;
  };

  return {
    read(given) {
      if (given.length > URL_CHARS) return { problem: `The address has more than ${URL_CHARS} characters.` };
      // Readers of addresses disagree on what these mean.
      if (/[\s\\\p{C}]/u.test(given)) return { problem: "The address holds a backslash, a blank or an invisible character." };
      const url = parseUrl(given);
      if (!url || !/^https?:\/\/[^/]/i.test(given)) return { problem: "That is no address. Write it in full: https://hooks.example.com/parley." };
      if (url.protocol !== "https:" && !isIntranet) return { problem: "Only https is allowed." };
      if (url.username || url.password || /^\w+:\/\/[^/?#]*@/.test(given)) return { problem: "An address must not hold a user or a password." };
      if (!isIntranet && !PORTS.includes(url.port)) return { problem: "Only the ports 443 and 8443 are allowed." };
      const host = hostOf(url);
      if (METADATA_NAMES.test(host)) return { problem: "The address is not public." };
      const problem = isIP(host) ? refuse(host) : undefined;
      return problem === undefined ? { url } : { problem };
    },
    async find(url) {
      const host = hostOf(url);
      const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host).catch(() => []);
      if (!addresses.length) return { problem: `The name ${host} has no address.` };
      const problem = addresses.map(({ address }) => refuse(address)).find((one) => one !== undefined);
      return problem === undefined ? { addresses } : { problem: `${host}: ${problem}` };
    },
  };
}

/** Without the brackets that an address of version 6 has in a URL. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** What the address is for, in the library's words; `unicast` is public. */
function rangeOf(address: string): string {
  // A zone names a line of this machine.
  if (!isIP(address) || address.includes("%")) return "invalid";
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  const isRouted = !(parsed instanceof ipaddr.IPv6) || parsed.match(ROUTED);
  return range === "unicast" && !isRouted ? "unassigned" : range;
}
