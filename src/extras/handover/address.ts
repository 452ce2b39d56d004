/** Puts a link's token into an address, and takes it out again; all else stays as it is written. */

const TOKEN = /[?&]pe_token=[^&#]*/;

/** The address without its token. */
export function withoutToken(address: string): string {
  // A token that came first leaves its question mark to the next parameter.
  return address.replace(/\?pe_token=[^&#]*&/, "?").replace(TOKEN, "");
}

/** The address with this token, and no other. */
export function withToken(address: string, token: string): string {
  const [, start = "", fragment = ""] = /^([^#]*)(.*)$/s.exec(withoutToken(address)) ?? [];
  return `${start}${start.includes("?") ? "&" : "?"}pe_token=${token}${fragment}`;
}
