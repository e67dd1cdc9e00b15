import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { aGroup, aSession, aToken, aUser } from "@/testing/account-fixtures";
import { uuid } from "@/testing/fixtures";
import { aPerson } from "@/testing/system-fixtures";
import { type Scene, type SceneName, scenes } from "@/testing/scenes";
import { LiveServer } from "./live-server";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

const policy = (nonce: string) =>
  `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; connect-src 'self'; ` +
  "font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** Answered without a session. */
const open = new Set(["/auth/providers", "/auth/setup", "/api/csrf-token"]);

const page = (items: unknown[]) => ({ items, next_cursor: null });

function answers(scene: Scene, { pathname: path, searchParams }: URL): unknown {
  const run = /^\/api\/runs\/(.+)$/.exec(path)?.[1];
  const wanted = searchParams.getAll("ups_id");
  if (run) return scene.runs.find((other) => other.id === run);
  const now = new Date().toISOString();
  const samples = {
    ...page(scene.samples.filter((sample) => wanted.length === 0 || wanted.includes(sample.ups_id))),
    resolution_seconds: 30,
    source: "raw",
    from: now,
    to: now,
  };
  const table: Record<string, unknown> = {
    "/api/ups": page(scene.ups),
    "/api/ups/samples": samples,
    "/api/events": page(scene.events),
    "/api/outages": page(scene.outages),
    "/api/policies": page(scene.policies),
    "/api/runs": page(scene.runs.map((other) => ({ ...other, steps: undefined }))),
    "/api/hosts": page(scene.hosts),
    "/api/system/status": scene.status,
    "/api/users": page([
      aUser(Date.now()),
      aUser(Date.now(), { id: uuid(8), email: "otto@example.net", role: "viewer", invited_until: now }),
    ]),
    "/auth/sessions": page([aSession(Date.now(), { current: true }), aSession(Date.now(), { id: uuid(3) })]),
    "/api/tokens": page([aToken(Date.now())]),
    "/api/settings": { groups: [aGroup()] },
    "/api/csrf-token": { csrf_token: "fixture" },
    "/auth/users/me": aPerson(),
    "/auth/setup": { needed: false },
    "/auth/providers": { password: true, oidc: { enabled: false, name: null, login_url: null } },
  };
  return table[path];
}

/** Serves the built console, and answers the API from a scene, under the headers that walNUT sends. */
export class FixtureServer {
  readonly live = new LiveServer();
  signedIn = true;
  failing = false;
  private scene: Scene = scenes.mains(Date.now());
  private readonly server = createServer((request, response) => this.answer(request, response));

  constructor(private readonly dist: string) {
    this.server.on("upgrade", (request, socket) => this.live.accept(request, socket));
  }

  show(name: SceneName): Scene {
    this.scene = scenes[name](Date.now());
    return this.scene;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop() {
    this.live.drop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? "/", "http://fixture");
    const path = url.pathname;
    if (!/^\/(api|auth)\//.test(path)) return this.file(path, response);
    if (path === "/auth/jwt/login") {
      this.signedIn = true;
      return response.writeHead(204).end();
    }
    const refused = !this.signedIn && !open.has(path);
    if (refused) return this.problem(response, 401, "not_authenticated", "Not signed in");
    if (this.failing && path !== "/auth/users/me") {
      return this.problem(response, 500, "internal", "Something broke");
    }
    const body = answers(this.scene, url);
    if (body === undefined) return this.problem(response, 404, "not_found", `Nothing at ${path}`);
    const headers = {
      "Content-Type": "application/json",
      "Set-Cookie": "walnut_csrf=fixture; Path=/; SameSite=Strict",
    };
    response.writeHead(200, headers).end(JSON.stringify(body));
  }

  private problem(response: ServerResponse, status: number, code: string, title: string) {
    const body = {
      type: `urn:walnut:problem:${code}`,
      title,
      status,
      detail: "Unexpected error",
      instance: "/",
      code,
      trace_id: "6f1d0c2e9a7b4c55",
    };
    response.writeHead(status, { "Content-Type": "application/problem+json" }).end(JSON.stringify(body));
  }

  private file(path: string, response: ServerResponse) {
    const wanted = join(this.dist, normalize(path));
    const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(this.dist, "index.html");
    const nonce = randomBytes(16).toString("base64");
    const head = `<head><base href="/"><meta name="csp-nonce" content="${nonce}">`;
    const text = readFileSync(file, "utf8").replace("<head>", head);
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy(nonce) }).end(text);
  }
}
