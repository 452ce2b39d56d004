/** How every route says no: one shape of body, with a word for programs and a sentence for people. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const WORDS: { [status: number]: [error: string, message: string] } = {
  404: ["not_found", "There is nothing at this address."],
  413: ["body_too_large", "The body is too large. Send less at once."],
  415: ["wrong_content_type", "This content type is not taken here."],
};

/** When one may ask again, where nobody knows better. */
const AGAIN_SECONDS = 5;

/** @param seconds after which one may ask again, where that is the answer */
export function sendProblem(reply: FastifyReply, { status, error, message, seconds = AGAIN_SECONDS }: { status: number; error: string; message: string; seconds?: number }): FastifyReply {
  if (status === 429 || status === 503) reply.header("retry-after", String(seconds));
  return reply.code(status).header("cache-control", "no-store").send({ error, message });
}

/** Gives the framework's own refusals, and what nobody expected, the same shape. */
export function answerProblems(server: FastifyInstance): void {
  server.setNotFoundHandler((_request, reply) => {
    const [error, message] = WORDS[404]!;
    return sendProblem(reply, { status: 404, error, message });
  });
  server.setErrorHandler<FastifyError>((problem, request, reply) => {
    const status = problem.statusCode ?? 500;
    if (status >= 500) {
      request.log.error({ err: problem }, "a request failed");
      return sendProblem(reply, { status, error: "internal", message: "The collector failed at this request. Its log says why." });
    }
    const [error, message] = WORDS[status] ?? ["bad_request", problem.message];
    return sendProblem(reply, { status, error, message });
  });
}

/** Answers a request whose address no route can be found for, because it cannot even be read. No hook runs at these. */
export function answerUnreadable(_problem: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply.header("x-content-type-options", "nosniff"), { status: 400, error: "bad_request", message: "The address of the request cannot be read." });
}

/** Node's own word for what came over the line to what is answered. */
const MALFORMED: { [code: string]: [status: number, error: string, message: string] } = {
  HPE_HEADER_OVERFLOW: [431, "headers_too_large", "The headers of the request are too large."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "too_slow", "The request took too long to arrive. Send it again."],
};

/** Answers what is no request at all, and closes the line: what follows on it could not be told apart. */
export function answerMalformed({ code = "" }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, error, message] = MALFORMED[code] ?? [400, "bad_request", "The request is not HTTP."];
  const body = JSON.stringify({ error, message });
  const head = ["content-type: application/json; charset=utf-8", `content-length: ${body.length}`, "cache-control: no-store", "x-content-type-options: nosniff", "connection: close"];
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...head, "", body].join("\r\n"), () => socket.destroy());
}
