/** Where a request comes from, for counting tries: of IPv6 everybody has very many addresses. */
import ipaddr from "ipaddr.js";

/** One household's or one machine's. */
const IPV6_BITS = 64;

/** @param ip as the framework gives it */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return "unknown";
  const address = ipaddr.process(ip);
  return address.kind() === "ipv4" ? address.toString() : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_BITS}`).toString();
}
