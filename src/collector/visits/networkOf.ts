/** Cuts an address down to its network, before anything is done with it: to 24 bits of version 4, and to 48 of version 6. */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

const BITS = { ipv4: 24, ipv6: 48 } as const;
/** All that is routed publicly of version 6. */
const ROUTED = ipaddr.parseCIDR("2000::/3");

/** @returns the network's first address, or `undefined` of what is no public address: where those are nobody knows */
export function networkOf(address: string): string | undefined {
  // The library reads what nobody sends: hexadecimal numbers, and fewer of them. A zone names a line of this machine.
  if (!isIP(address) || address.includes("%")) return undefined;
  // An address of version 4 in the dress of version 6 is what it was.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return undefined;
  if (parsed instanceof ipaddr.IPv4) return ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${BITS.ipv4}`).toString();
  return parsed.match(ROUTED) ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${BITS.ipv6}`).toString() : undefined;
}
