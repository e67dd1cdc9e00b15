/** Characters of a password; the server knows more rules. */
export const MIN_PASSWORD = 12;

/** A path inside the console, or undefined for anything that could lead to another site. */
export function localPath(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value) || value.startsWith("/login")) return undefined;
  return value;
}

const providerProblems = [
  "provider_unreachable",
  "login_expired",
  "login_denied",
  "login_failed",
  "no_role",
  "link_required",
  "account_disabled",
];

/** The word of a failed login by a provider for which there is a text. */
export const providerProblem = (error: string) => (providerProblems.includes(error) ? error : "login_failed");

/** A page that came in the clear from another machine sends the password in the clear, too. */
export function sendsInTheClear({ protocol, hostname }: Pick<Location, "protocol" | "hostname">): boolean {
  return protocol === "http:" && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
