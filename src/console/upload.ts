/** Sends a file, and says how much of it has left: that is more than `fetch` can tell. */
import { reasonFor, type Reply } from "./desk";

export interface Upload {
  file: Blob;
  path: string;
  /** Bytes that have left so far. */
  onProgress: (bytes: number) => void;
  open?: () => XMLHttpRequest;
}

/** @returns the collector's answer, whenever it comes: a large file on a slow line takes its time */
export function upload<T>({ file, path, onProgress, open = () => new XMLHttpRequest() }: Upload): Promise<Reply<T>> {
  return new Promise((resolve) => {
    const request = open();
    const fail = () => resolve({ ok: false, reason: reasonFor(0) });
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status === 202) return resolve({ ok: true, body: body as T });
      const said = (body as { message?: unknown } | undefined)?.message;
      resolve({ ok: false, reason: request.status < 500 && request.status !== 401 && typeof said === "string" ? said : reasonFor(request.status) });
    };
    request.onerror = fail;
    request.onabort = fail;
    request.open("POST", path);
    request.setRequestHeader("content-type", "text/csv");
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
