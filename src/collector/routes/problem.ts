/** How every route says no: one shape of body, with a word for programs and a sentence for people. */
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";

const WORDS: { [status: number]: [error: string, message: string] } = {
  404: ["not_found", "There is nothing at this address."],
  413: ["body_too_large", "The body is too large. Send fewer events at once."],
  415: ["wrong_content_type", "This content type is not taken here."],
};

export function sendProblem(reply: FastifyReply, { status, error, message }: { status: number; error: string; message: string }): FastifyReply {
  if (status === 503) reply.header("retry-after", "5");
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
