/** `POST /v1/imports` takes a CSV file of contacts; `GET /v1/imports/{id}` tells how far it is, and its report which rows were bad. */
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Guard } from "../access/callers";
import { IMPORT_BYTES, type Imports } from "../imports/imports";
import { sendProblem } from "./problem";

/** A file whose bytes stop coming for this long is given up. */
const SILENCE_MS = 15_000;

export interface ImportRoutes {
  imports: Imports;
  guarded: Guard;
}

export async function addImportRoutes(parent: FastifyInstance, { imports, guarded }: ImportRoutes): Promise<void> {
  await parent.register(async (server) => {
    server.removeAllContentTypeParsers();
    // The bytes as they come: the whole file need never be in memory.
    server.addContentTypeParser("*", (_request, body, done) => done(null, body));
    server.addHook("onRequest", async (request) => {
      // The framework refuses a name that is none before any parser is asked.
      if (request.mediaType === undefined) delete request.headers["content-type"];
    });
    const idOf = ({ params }: FastifyRequest) => (params as { id: string }).id;

    server.post("/v1/imports", { config: { isPatient: true, isFile: true } }, guarded("imports", async ({ site }, request, reply) => {
      const { region } = request.query as { region?: unknown };
      if (region !== undefined && !(typeof region === "string" && /^([a-z]{2})?$/i.test(region))) {
        return sendProblem(reply, { status: 400, error: "wrong_region", message: "Give the region as two letters, ?region=GB: national phones are of its numbering plan." });
      }
      if (/^multipart\//i.test(request.headers["content-type"] ?? "")) {
        return sendProblem(reply, { status: 415, error: "wrong_content_type", message: "Send the bytes of the file as the body, not a form with it: curl --data-binary @contacts.csv" });
      }
      const begun = await imports.begin({ site, ...(region && { region: region.toUpperCase() }), body: watched(request.body as Readable | undefined) });
      if (begun !== "too_large") return reply.code(202).send(begun);
      // What else is on the line would have to be read to its end.
      reply.header("connection", "close");
      return sendProblem(reply, { status: 413, error: "body_too_large", message: `A file may have ${IMPORT_BYTES / 1_000_000} MB. Import it in parts, each with the header.` });
    }));

    server.get("/v1/imports/:id", guarded("imports", async ({ site }, request, reply) => (await imports.find(site, idOf(request))) ?? reply.callNotFound()));

    server.get("/v1/imports/:id/report", guarded("imports", async ({ site }, request, reply) => {
      const report = imports.report(site, idOf(request));
      if (report) {
        return reply.type("text/csv; charset=utf-8").header("content-disposition", 'attachment; filename="bad-rows.csv"').header("content-length", report.bytes).send(report.read());
      }
      if (!(await imports.find(site, idOf(request)))) return reply.callNotFound();
      return sendProblem(reply, { status: 404, error: "no_report", message: "There is no report: no row was bad, the import runs still, or it ended a day or a restart ago. Importing the file again makes a new one." });
    }));
  });
}

/** Ends a body that has fallen silent, so that half a file does not wait for ever. */
async function* watched(body: Readable | undefined): AsyncGenerator<Buffer> {
  if (!body) return;
  const silence = setTimeout(() => body.destroy(new Error("The file stopped arriving.")), SILENCE_MS);
  try {
    for await (const bytes of body as AsyncIterable<Buffer>) {
      silence.refresh();
      yield bytes;
    }
  } finally {
    clearTimeout(silence);
  }
}
