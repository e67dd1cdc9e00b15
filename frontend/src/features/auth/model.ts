/** A path inside the console, or undefined for anything that could lead to another site. */
export function localPath(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value) || value.startsWith("/login")) return undefined;
  return value;
}

/** A page that came in the clear from another machine sends the password in the clear, too. */
export function sendsInTheClear({ protocol, hostname }: Pick<Location, "protocol" | "hostname">): boolean {
  return protocol === "http:" && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
