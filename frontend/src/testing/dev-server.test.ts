import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";

/** The body of an answer, or "upgrade" when the other side took the socket. */
function ask(port: number, path: string, headers = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers });
    asked.on("response", (answer: IncomingMessage) => {
      let body = "";
      answer.on("data", (part) => (body += String(part)));
      answer.on("end", () => resolve(body));
    });
    asked.on("upgrade", (_answer, socket) => {
      socket.destroy();
      resolve("upgrade");
    });
    asked.on("error", reject);
    asked.end();
  });
}

it("OPS-83: serves the console and hands what is the server's to it", async () => {
  expect(readFileSync("vite.config.ts", "utf8")).toContain("port: 3000,");
  const backend = createServer((asked, answer) => answer.end(`walNUT ${asked.url}`));
  backend.on("upgrade", (_asked, socket) => {
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const port = (free.address() as AddressInfo).port;
  await new Promise((resolve) => free.close(resolve));

  const dev = spawn("node", ["node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", String(port)], {
    env: { ...process.env, WALNUT_URL: `http://127.0.0.1:${(backend.address() as AddressInfo).port}`, NO_COLOR: "1" },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      let said = "";
      const hear = (part: unknown) => {
        said += String(part);
        if (said.includes("Local:")) resolve();
      };
      dev.stdout.on("data", hear);
      dev.stderr.on("data", hear);
      dev.on("exit", () => reject(new Error(said)));
    });
    for (const path of ["/api/ups", "/auth/me", "/health"]) {
      expect(await ask(port, path)).toBe(`walNUT ${path}`);
    }
    expect(await ask(port, "/ws", { Connection: "Upgrade", Upgrade: "websocket" })).toBe("upgrade");
    expect(await ask(port, "/", { Accept: "text/html" })).toContain("<script");
  } finally {
    dev.kill();
    backend.close();
  }
}, 60_000);
