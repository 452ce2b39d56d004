/** A call that failed, after all that was worth trying again. */
class CollectorError extends Error {
    constructor({ status, error, message, retryAfterMs, problems, cause }) {
        super(message, cause === undefined ? undefined : { cause });
        this.name = "CollectorError";
        this.status = status;
        this.error = error;
        this.retryAfterMs = retryAfterMs;
        this.problems = problems;
    }
}

/** Reads how long an answer asks to be left alone: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
/** @returns milliseconds, or `undefined` where it does not say */
function retryAfterMs(headers, now) {
    const told = headers.get("retry-after")?.trim();
    if (told === undefined)
        return undefined;
    if (/^\d+$/.test(told))
        return Number(told) * 1000;
    // By the clock that wrote it, where the answer tells that one, too.
    const from = Date.parse(headers.get("date") ?? "");
    const until = Date.parse(told);
    return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(from) ? now : from));
}

/** Sends one request as often as it takes, always as the same request, and settles with the answer or the error. */
/** The pause after a first failure is up to so long; it doubles with each. */
const RETRY_MS = 500;
const RETRY_MAX_MS = 10000;
/** Whoever asks for more has to be asked again later, by whoever called. */
const RETRY_AFTER_MAX_MS = 60000;
const isWorthRetrying = (status) => status === 0 || status === 408 || status === 429 || status >= 500;
function createRequest({ url, secretKey, fetch, timeoutMs, tries, wait = sleep, random = Math.random }) {
    const attempt = async ({ method, path, body, idempotencyKey }) => {
        const headers = {
            authorization: `Bearer ${secretKey}`,
            ...(body && { "content-type": "application/json" }),
            // In quotes, as the draft of the header has it.
            ...(idempotencyKey !== undefined && { "idempotency-key": `"${idempotencyKey.replace(/["\\]/g, "\\$&")}"` }),
        };
        try {
            // A redirect would lose the body or the secret: it is an answer.
            const options = { method, headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) };
            const answer = await fetch(url + path, body ? { ...options, body: body() } : options);
            return read(answer.status, await answer.text(), retryAfterMs(answer.headers, Date.now()));
        }
        catch (cause) {
            const isLate = cause instanceof Error && cause.name === "TimeoutError";
            const message = isLate ? `The collector did not answer within ${timeoutMs} ms.` : `The collector at ${url} cannot be reached.`;
            return { failure: new CollectorError({ status: 0, error: isLate ? "timeout" : "network", message, cause }) };
        }
    };
    return async (call) => {
        for (let tried = 1;; tried++) {
            const result = await attempt(call);
            // What the collector answers is what its types say: the one cast of the client.
            if ("value" in result)
                return result.value;
            const { failure } = result;
            const asked = failure.retryAfterMs ?? 0;
            if (tried >= tries || !isWorthRetrying(failure.status) || asked > RETRY_AFTER_MAX_MS)
                throw failure;
            await wait(asked + random() * Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** (tried - 1)));
        }
    };
}
function read(status, text, asked) {
    const value = parse(text);
    const isGood = status >= 200 && status < 300;
    if (isGood && value !== undefined)
        return { value };
    const { error, message, problems } = typeof value === "object" && value !== null ? value : {};
    const told = typeof error === "string" && typeof message === "string" ? { error, message } : { error: "wrong_answer", message: `The collector, or what stands before it, answered with status ${status} and no reason. Check the url, and the proxy if there is one.` };
    return { failure: new CollectorError({ status, ...told, retryAfterMs: asked, problems }) };
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const TIMEOUT_MS = 10000;
const TRIES = 5;
/** @throws a `TypeError` that says which option is wrong */
function createClient({ url, secretKey, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS, tries = TRIES }) {
    // The key itself stands in no message: these go into logs.
    if (!/^sk_[\w-]+$/.test(secretKey))
        throw new TypeError("secretKey must be the site's secret key, sk_…, as the collector printed it at its first start.");
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
        throw new TypeError("url must be the collector's address, such as https://collect.example.com.");
    if (!(tries >= 1 && timeoutMs > 0))
        throw new TypeError("tries must be 1 or more, and timeoutMs more than 0.");
    const { origin, pathname } = new URL(url);
    const request = createRequest({ url: origin + pathname.replace(/\/+$/, ""), secretKey, fetch, timeoutMs, tries });
    const report = (id, verb) => async (told = {}, { idempotencyKey = crypto.randomUUID() } = {}) => {
        if (!/^[\x20-\x7e]+$/.test(idempotencyKey))
            throw new TypeError("idempotencyKey must be printable ASCII.");
        // At once, so that all tries are the same, whatever becomes of the object meanwhile.
        const body = JSON.stringify(told);
        return request({ method: "POST", path: `${pathOf(id)}/${verb}`, body: () => body, idempotencyKey });
    };
    return {
        track: async (events, { visitor } = {}) => {
            const made = [events].flat().map((event) => ({ id: crypto.randomUUID(), at: Date.now(), ...event }));
            const batch = JSON.stringify({ v: 1, batch: crypto.randomUUID(), sdk: "client 0.1.0", ...(visitor !== undefined && { visitor }), events: made });
            // The collector corrects the events' times by that of the try that arrives.
            return request({ method: "POST", path: "/v1/events", body: () => batch.replace(/^\{/, `{"sentAt":${Date.now()},`) });
        },
        conversation: (id) => ({
            start: report(id, "start"),
            route: report(id, "route"),
            connect: report(id, "connect"),
            transfer: report(id, "transfer"),
            end: report(id, "end"),
            wrapUp: report(id, "wrap-up"),
        }),
        conversations: {
            get: async (id) => request({ method: "GET", path: pathOf(id) }),
            list: async ({ status, limit } = {}) => {
                const query = new URLSearchParams({ ...(status !== undefined && { status }), ...(limit !== undefined && { limit: String(limit) }) });
                const { conversations } = await request({ method: "GET", path: `/v1/conversations?${query}` });
                return conversations;
            },
        },
        rules: {
            get: async () => request({ method: "GET", path: "/v1/rules" }),
            put: async (set, { version } = {}) => {
                const body = JSON.stringify(set);
                try {
                    return await request({ method: "PUT", path: version === undefined ? "/v1/rules" : `/v1/rules?version=${version}`, body: () => body });
                }
                catch (problem) {
                    if (!(problem instanceof CollectorError) || problem.status !== 412)
                        throw problem;
                    // The answer to an earlier try may have been lost: then what runs is what was sent.
                    const running = await request({ method: "GET", path: "/v1/rules" });
                    if (running.version === (version ?? 0) + 1 && JSON.stringify(running.set) === body)
                        return running;
                    throw problem;
                }
            },
            check: async (set) => {
                const body = JSON.stringify(set);
                return (await request({ method: "POST", path: "/v1/rules/check", body: () => body })).problems;
            },
            report: async ({ days } = {}) => request({ method: "GET", path: `/v1/rules/report${days === undefined ? "" : `?days=${days}`}` }),
        },
    };
}
function pathOf(id) {
    // These two no address can hold, however they are written: https://url.spec.whatwg.org/#double-dot-path-segment
    if (id === "" || id === "." || id === "..")
        throw new TypeError(`"${id}" cannot be a conversation's id here. Send its events with track().`);
    return `/v1/conversations/${encodeURIComponent(id)}`;
}

export { CollectorError, createClient };
