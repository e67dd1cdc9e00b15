import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/styles/tokens.css", "utf8");
const blocks = [...css.matchAll(/\{([^}]*)\}/g)].map(
  ([, text = ""]) =>
    new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name ?? "", value ?? ""])),
);

const themes: [string, Map<string, string>][] = [
  ["light", blocks[0] ?? new Map<string, string>()],
  ["dark", blocks[1] ?? new Map<string, string>()],
];

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const written = ["text", "muted", "accent", "ok", "battery", "critical", "info", "unknown", "off", "dry-run"];
const inverse = ["text", "muted", "ok", "battery", "critical", "info", "unknown"].map((name) => `inverse-${name}`);

describe.each(themes)("tokens of the %s theme", (_, tokens) => {
  const ratio = (name: string, ground: string) => contrast(tokens.get(name) ?? "", tokens.get(ground) ?? "");

  it.each(written.flatMap((name) => ["bg", "surface", "sunken"].map((ground): [string, string] => [name, ground])))(
    "CON-121: %s is readable on %s",
    (name, ground) => expect(ratio(name, ground)).toBeGreaterThanOrEqual(4.5),
  );

  it.each(inverse)("CON-120: %s is readable in the outage bar", (name) =>
    expect(ratio(name, "inverse-bg")).toBeGreaterThanOrEqual(4.5),
  );

  it.each(["bg", "surface", "sunken"])("CON-121: borders of controls are seen on %s", (ground) =>
    expect(ratio("border-strong", ground)).toBeGreaterThanOrEqual(3),
  );

  it("CON-121: buttons of the accent are readable", () =>
    expect(ratio("on-accent", "accent")).toBeGreaterThanOrEqual(4.5));
});
