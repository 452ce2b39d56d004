/** Starts an HTTP server on a port of this machine. */
import { createServer } from "node:http";

/** Longer than any wait of the bench: a connection that a server tires of would be a fault that nobody asked for. */
const KEEP_ALIVE_MS = 120_000;

/**
 * @param {import("node:http").RequestListener} listener
 * @param {number} [port] any free one, if not given
 */
export async function listen(listener, port = 0) {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, listener);
  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  const stop = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { server, port: /** @type {import("node:net").AddressInfo} */ (server.address()).port, stop };
}
