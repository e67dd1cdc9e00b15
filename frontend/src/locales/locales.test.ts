import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { locales } from "@/lib/i18n";

const folder = "src/locales/en";

function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flatten(inner, path.endsWith(":") ? path + key : `${path}.${key}`),
  );
}

const messages = new Map(
  readdirSync(folder).flatMap((file) =>
    flatten(JSON.parse(readFileSync(join(folder, file), "utf8")), `${file.replace(".json", "")}:`),
  ),
);

const sources = readdirSync("src", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.|\.d\.ts$/.test(entry.name))
  .filter((entry) => !entry.parentPath.startsWith("src/testing"))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
  .join("\n");

/** Keys as they stand in the code: whole ones, and beginnings of those that are put together. */
const namespaces = readdirSync(folder).map((file) => file.replace(".json", ""));
const quoted = [...sources.matchAll(/"([a-z]+:[\w.]+)"/g)].map(([, key = ""]) => key);
const whole = new Set(quoted.filter((key) => namespaces.some((namespace) => key.startsWith(`${namespace}:`))));
const beginnings = [...sources.matchAll(/`([a-z]+:[\w.]*)\$\{/g)].map(([, key = ""]) => key);
const used = (key: string) => whole.has(key) || beginnings.some((beginning) => key.startsWith(beginning));

describe("texts", () => {
  it("CON-140: each language with texts can be chosen", () =>
    expect(readdirSync("src/locales").filter((name) => !name.includes("."))).toEqual(locales));

  it("CON-140: every message parses", () => {
    for (const [key, text] of messages) expect(() => new IntlMessageFormat(text, "en"), key).not.toThrow();
  });

  it("CON-140: every key in the code has a text", () =>
    expect([...whole].filter((key) => !messages.has(key))).toEqual([]));

  it("CON-140: every beginning in the code leads to a text", () => {
    const keys = [...messages.keys()];
    expect(beginnings.filter((beginning) => !keys.some((key) => key.startsWith(beginning)))).toEqual([]);
  });

  it("CON-140: no text is left over", () => expect([...messages.keys()].filter((key) => !used(key))).toEqual([]));

  it("CON-151: no component writes HTML of its own", () => expect(sources).not.toContain("dangerouslySetInnerHTML"));
});
