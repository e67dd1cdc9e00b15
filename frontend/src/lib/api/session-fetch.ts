import { serverPath } from "@/lib/base-path";
import { noteHeard } from "@/lib/away";
import { useSession } from "@/lib/session";
import { noteServerTime } from "@/lib/time";
import { ApiError, offlineProblem, toApiError } from "./problem";

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export function csrfCookie(): string | null {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith("walnut_csrf="));
  return found ? decodeURIComponent(found.slice("walnut_csrf=".length)) : null;
}

async function send(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    noteServerTime(response.headers.get("Date"));
    // 502 to 504 are words of a proxy about a server that is away.
    if (response.status < 502) noteHeard();
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(offlineProblem);
  }
}

/** Asks for a new CSRF token; the answer sets the cookie. */
export const fetchCsrfToken = () => send(new Request(absolute("/api/csrf-token")));

const absolute = (path: string) => new URL(serverPath(path), window.location.href).href;

let refreshing: Promise<boolean> | null = null;

/** Renews the session; false when it has ended, an error when that is not known. All calls that were refused at the same time share one renewal, for its token works once. */
export function renewSession(): Promise<boolean> {
  refreshing ??= send(new Request(absolute("/auth/jwt/refresh"), { method: "POST" }))
    .then((response) => {
      if (response.status >= 500) throw toApiError(response, null);
      return response.ok;
    })
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** `crypto.randomUUID` exists only on secure origins; a rack's console is often plain HTTP in a home network. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function prepare(request: Request): Promise<Request> {
  const path = new URL(request.url).pathname;
  if (!changing.has(request.method) || !path.startsWith(serverPath("/api/"))) return request;
  if (!csrfCookie()) await fetchCsrfToken();
  const headers = new Headers(request.headers);
  headers.set("X-CSRF-Token", csrfCookie() ?? "");
  if (request.method === "POST" && !headers.has("Idempotency-Key")) headers.set("Idempotency-Key", newKey());
  return new Request(request, { headers });
}

async function csrfRefused(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return typeof body === "object" && body !== null && "code" in body && body.code === "csrf_failed";
}

/** A refused login is an answer, not the end of a session. */
const renewable = (request: Request) => !new URL(request.url).pathname.startsWith(serverPath("/auth/jwt/"));

/**
 * Sends with the session's cookies. An expired session is renewed once and a stale CSRF token fetched once, then the
 * same request, with the same idempotency key, is repeated.
 */
export async function sessionFetch(request: Request): Promise<Response> {
  const prepared = await prepare(request);
  const spare = prepared.clone();
  const response = await send(prepared);
  if (response.status === 401 && renewable(request)) {
    if (await renewSession()) return send(await prepare(spare));
    useSession.getState().end();
  }
  if (await csrfRefused(response)) {
    await fetchCsrfToken();
    return send(await prepare(spare));
  }
  return response;
}
