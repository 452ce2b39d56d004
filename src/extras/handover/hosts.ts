/** Reads which hosts a visitor may be handed over to. */

/** Is this an address of a host that is listed, and not of this page's own? */
export type IsListed = (address: string) => boolean;

/**
 * @param domains a list, or as the script tag has it: `data-domains="shop.example,*.example.com"`; hosts with or without a port
 * @returns nothing where no host is listed
 */
export function readHosts(domains: unknown): IsListed | undefined {
  const hosts = `${(domains as string[] | string | undefined) ?? ""}`.toLowerCase().split(/[\s,]+/).filter((host) => /^(\*\.)?[^*/@]+$/.test(host) && host !== "true");
  if (!hosts[0]) return undefined;
  return (address) => {
    try {
      const { host, hostname, protocol } = new URL(address);
      // The same protocol: a token for a page with https must not travel in the clear.
      return host !== location.host && protocol === location.protocol &&
        hosts.some((entry) => (entry.startsWith("*.") ? hostname.endsWith(entry.slice(1)) || host.endsWith(entry.slice(1)) : entry === host || entry === hostname));
    } catch {
      return false;
    }
  };
}
