import { expect, test } from "vitest";
import { outcome, percent, reading } from "../../src/console/progress";
import { ownRegion, regions } from "../../src/console/regions";
import { upload } from "../../src/console/upload";
import type { Import } from "../../src/protocol/contact";

const told = (more: Partial<Import> = {}): Import =>
  ({ id: "i", state: "done", readBytes: 0, totalBytes: 100, created: 0, updated: 0, unchanged: 0, bad: 0, problems: [], ...more });

test.each<[string, Import]>([
  ["Imported 3 rows.", told({ created: 1, updated: 1, unchanged: 1 })],
  ["Imported 1,200 rows. 1 row was not taken.", told({ created: 1_200, bad: 1 })],
  ["No row was imported. 2 rows were not taken.", told({ bad: 2 })],
  ["No row was imported.", told()],
  ["The import ended early.", told({ state: "failed" })],
  ["The import ended early, after 5 rows.", told({ state: "failed", updated: 5, bad: 1 })],
])("%s", (expected, given) => {
  expect(outcome(given)).toBe(expected);
});

test("progress is of bytes, and never more than all", () => {
  expect(reading(told({ readBytes: 40, created: 12_300, bad: 1 }))).toBe("Reading: 40 %, 12,301 rows");
  expect([percent(1, 3), percent(0, 0), percent(5, 4), percent(999, 1_000)]).toEqual([33, 0, 100, 99]);
});

test("countries are those that are, by name", () => {
  const all = regions("en");
  const codes = all.map(({ code }) => code);
  for (const code of ["GB", "US", "DE", "JP", "BR", "IN", "ZA", "XK"]) expect(codes).toContain(code);
  // Not unions, tests, or countries that are no more.
  for (const code of ["EU", "ZZ", "XA", "SU", "DD", "YU", "AA", "UK"]) expect(codes).not.toContain(code);
  expect(all.length).toBeGreaterThan(240);
  expect(all.map(({ name }) => name)).toEqual([...all].map(({ name }) => name).sort((a, b) => a.localeCompare(b, "en")));
  expect(["en-GB", "de", "zh-Hant-TW", "", "?"].map(ownRegion)).toEqual(["GB", "", "TW", "", ""]);
});

/** As much of a browser's request as the upload needs. */
function aRequest() {
  const calls: unknown[] = [];
  const request = {
    calls, status: 0, responseText: "", upload: {} as { onprogress?: (event: { loaded: number }) => void },
    onload: () => {}, onerror: () => {},
    open: (...call: unknown[]) => calls.push(call), setRequestHeader: (...call: unknown[]) => calls.push(call), send: (body: unknown) => calls.push(body),
    answer(status: number, text: string) {
      Object.assign(request, { status, responseText: text });
      request.onload();
    },
  };
  return request;
}

test.each<[number, string, object]>([
  [202, '{"id":"i"}', { ok: true, body: { id: "i" } }],
  [413, '{"error":"body_too_large","message":"A file may have 500 MB."}', { ok: false, reason: "A file may have 500 MB." }],
  [401, '{"message":"x"}', { ok: false, reason: "Your login has ended." }],
  [502, "<html>", { ok: false, reason: "The collector answered with error 502." }],
  [503, '{"message":"x"}', { ok: false, reason: "The collector is busy." }],
])("an upload that is answered with %i %s", async (status, text, expected) => {
  const request = aRequest();
  const sent: number[] = [];
  const file = new Blob(["email\n"]);
  const reply = upload({ file, path: "/v1/imports?region=GB", onProgress: (bytes) => sent.push(bytes), open: () => request as unknown as XMLHttpRequest });
  request.upload.onprogress!({ loaded: 3 });
  request.answer(status, text);
  expect(await reply).toEqual(expected);
  expect([sent, request.calls]).toEqual([[3], [["POST", "/v1/imports?region=GB"], ["content-type", "text/csv"], file]]);
});

test("an upload that gets no answer says so", async () => {
  const request = aRequest();
  const reply = upload({ file: new Blob(), path: "/", onProgress: () => {}, open: () => request as unknown as XMLHttpRequest });
  request.onerror();
  expect(await reply).toEqual({ ok: false, reason: "The collector cannot be reached." });
});
