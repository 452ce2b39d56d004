/** Gives the body of a request its time to arrive. Node has one such time for all requests, and large files need more. */
import type { FastifyInstance } from "fastify";
import { answerMalformed } from "./problem";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Bodies may take their time here: the route itself watches that they go on coming. */
    isPatient?: boolean;
  }
}

export function addDeadline(server: FastifyInstance, bodyMs: number): void {
  server.addHook("onRequest", async ({ raw, routeOptions }) => {
    const hasBody = raw.headers["content-length"] !== undefined || raw.headers["transfer-encoding"] !== undefined;
    if (!hasBody || routeOptions.config.isPatient) return;
    // A test's request, which comes over no line, does not say.
    const isOnItsWay = () => raw.complete === false;
    const late = setTimeout(() => {
      if (isOnItsWay()) answerMalformed({ name: "Error", message: "", code: "ERR_HTTP_REQUEST_TIMEOUT" }, raw.socket);
    }, bodyMs).unref();
    raw.once("close", () => {
      if (!isOnItsWay()) clearTimeout(late);
    });
  });
}
