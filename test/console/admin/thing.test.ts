/** Every row that the audit log can have is said in words. */
import { expect, it } from "vitest";
import { NO_CHANGES, READS } from "../../../src/collector/audit/objects";
import { PUBLIC_ROUTES } from "../../../src/collector/access/demandGuards";
import { openApi } from "../../../src/collector/routes/openApi";
import { thingOf } from "../../../src/console/admin/thing";

it("The console has words for all that is noted", () => {
  const { paths } = openApi("http://localhost") as { paths: { [path: string]: { [method: string]: unknown } } };
  const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`));
  const noted = routes.filter((route) => {
    const [method, path = ""] = route.split(" ");
    return !Object.hasOwn(PUBLIC_ROUTES, route) && (method === "GET" ? READS.has(path) : !NO_CHANGES.test(path));
  });
  expect(noted).toEqual(expect.arrayContaining(["GET /v1/journey", "PATCH /v1/settings", "DELETE /v1/keys/:id", "POST /v1/contacts/:id/merge"]));
  expect(noted.filter((what) => thingOf(what) === what)).toEqual([]);
  expect([...READS].filter((path) => !routes.includes(`GET ${path}`) && thingOf(`GET ${path}`) === `GET ${path}`)).toEqual([]);
});

it.each([
  ["GET /v1/contacts", "Read: a search for contacts"], ["POST /v1/contacts", "Made: a contact"], ["PUT /v1/contacts", "Changed: a contact"], ["POST /v1/contacts/:id/merge", "Did: a merge of contacts"],
  ["POST /console/login", "Did: a login"], ["GET /console/provider/callback", "Did: a login by the provider"], ["POST /v1/me/password", "Did: a change of their own password"],
  ["POST /v1/unheard/:id", "POST /v1/unheard/:id"],
])("%s reads %s", (what, words) => {
  expect(thingOf(what)).toBe(words);
});
