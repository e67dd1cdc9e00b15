import createClient from "openapi-fetch";
import { serverPath } from "@/lib/base-path";
import { toApiError } from "./problem";
import type { paths } from "./schema";
import { sessionFetch } from "./session-fetch";

export const api = createClient<paths>({
  baseUrl: new URL(serverPath(""), window.location.href).href.replace(/\/$/, ""),
  fetch: sessionFetch,
  // An ETag stands for what can be edited; states and last runs move on under it.
  cache: "no-store",
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; any other answer is thrown as an {@link ApiError}. */
export async function body<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await call;
  if (!response.ok || data === undefined || data === null) throw toApiError(response, error);
  return data;
}

/** For calls whose answer has no body. */
export async function done(call: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await call;
  if (!response.ok) throw toApiError(response, error);
}
