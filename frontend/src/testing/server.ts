import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { aPerson } from "./system-fixtures";
import { mains, type Scene } from "./scenes";

export const origin = "http://walnut.test";

const page = <T>(items: T[]) => HttpResponse.json({ items, next_cursor: null });

/** The API as it would answer in a scene. */
export const answersOf = (scene: Scene) => [
  http.get(`${origin}/api/ups`, () => page(scene.ups)),
  http.get(`${origin}/api/ups/samples`, () => {
    const now = new Date().toISOString();
    return HttpResponse.json({
      items: scene.samples,
      next_cursor: null,
      resolution_seconds: 30,
      source: "raw",
      from: now,
      to: now,
    });
  }),
  http.get(`${origin}/api/events`, () => page(scene.events)),
  http.get(`${origin}/api/outages`, () => page(scene.outages)),
  http.get(`${origin}/api/policies`, () => page(scene.policies)),
  http.get(`${origin}/api/runs`, () => page(scene.runs.map((run) => ({ ...run, steps: undefined })))),
  http.get(`${origin}/api/runs/:id`, ({ params }) => {
    const run = scene.runs.find((other) => other.id === params.id);
    return run ? HttpResponse.json(run) : problem(404, "not_found", "No such run");
  }),
  http.get(`${origin}/api/hosts`, () => page(scene.hosts)),
  http.get(`${origin}/api/system/status`, () => HttpResponse.json(scene.status)),
];

export const problem = (status: number, code: string, title: string, headers: Record<string, string> = {}) =>
  HttpResponse.json(
    {
      type: `urn:walnut:problem:${code}`,
      title,
      status,
      detail: title,
      instance: "/",
      code,
      trace_id: "6f1d0c2e9a7b4c55",
    },
    { status, headers: { "Content-Type": "application/problem+json", ...headers } },
  );

export const server = setupServer(
  http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson())),
  http.get(`${origin}/auth/providers`, () =>
    HttpResponse.json({ password: true, oidc: { enabled: false, name: null, login_url: null } }),
  ),
  http.get(`${origin}/auth/setup`, () => HttpResponse.json({ needed: false })),
  http.get(`${origin}/api/csrf-token`, () => {
    document.cookie = "walnut_csrf=fresh; Path=/";
    return HttpResponse.json({ csrf_token: "fresh" });
  }),
  ...answersOf(mains(Date.now())),
);
