import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { checks } from "./checks";
import { FixtureServer } from "./support/fixture-server";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Runs every check in a browser of its own profile; returns the exit code. Pictures go to WALNUT_SHOTS, if set. */
export async function main(): Promise<number> {
  const only = process.argv[2];
  const server = new FixtureServer(new URL("../dist", import.meta.url).pathname);
  const origin = await server.start();
  const profile = mkdtempSync(join(tmpdir(), "walnut-web-"));
  let failed = 0;
  let context: BrowserContext | undefined;
  try {
    context = await chromium.launchPersistentContext(profile, { executablePath, args, reducedMotion: "reduce" });
    for (const [name, check] of Object.entries(checks)) {
      if (only && !name.includes(only)) continue;
      try {
        await check({ context, server, origin, shots: process.env.WALNUT_SHOTS ?? null });
        process.stdout.write(`ok    ${name}\n`);
      } catch (error) {
        failed += 1;
        process.stdout.write(
          `FAIL  ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        );
      }
    }
  } finally {
    await context?.close();
    await server.stop();
    rmSync(profile, { recursive: true, force: true });
  }
  return failed === 0 ? 0 : 1;
}
