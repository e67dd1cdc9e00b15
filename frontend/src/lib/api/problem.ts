/** The server's problem document (RFC 9457), as far as the console reads it. */
export interface ProblemDocument {
  title: string;
  detail?: string | null;
  status: number;
  code: string;
  trace_id?: string | null;
  /** What is wrong with single members of what was sent. */
  errors?: { pointer: string; message: string }[];
}

/** A call that did not succeed: the server's problem, or `offline` when no answer came at all. */
export class ApiError extends Error {
  readonly problem: ProblemDocument;
  readonly retryAfterSeconds: number | null;

  constructor(problem: ProblemDocument, retryAfterSeconds: number | null = null) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code() {
    return this.problem.code;
  }

  get status() {
    return this.problem.status;
  }
}

export const offlineProblem: ProblemDocument = { title: "walNUT does not answer", status: 0, code: "offline" };

function isProblem(body: unknown): body is ProblemDocument {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}

/** Reads a refused answer. A proxy's error page has no problem document; its status is all there is to tell. */
export function toApiError(response: Response, body: unknown): ApiError {
  const problem = isProblem(body)
    ? { ...body, status: response.status }
    : { title: `The server answered ${response.status}`, status: response.status, code: "no_problem_document" };
  const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new ApiError(problem, Number.isFinite(retryAfter) ? retryAfter : null);
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError({
        title: "The console could not read the answer",
        detail: error instanceof Error ? error.message : String(error),
        status: 0,
        code: "unreadable",
      });
