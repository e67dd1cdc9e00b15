import { delay, http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { useSession } from "@/lib/session";
import { origin, problem, server } from "@/testing/server";
import { api, body } from "./client";
import { ApiError } from "./problem";

const expired = () => problem(401, "session_expired", "Session expired");

describe("calls of the API", () => {
  it("CON-150: a changing call carries the token of the cookie, fetched when there is none", async () => {
    const seen: (string | null)[] = [];
    server.use(
      http.post(`${origin}/api/system/disarm`, ({ request }) => {
        seen.push(request.headers.get("X-CSRF-Token"), request.headers.get("Idempotency-Key"));
        return HttpResponse.json({ armed: false });
      }),
    );
    await body(api.POST("/api/system/disarm", { body: { reason: "test" } }));
    expect(seen[0]).toBe("fresh");
    expect(seen[1]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("CON-150: reading carries no token", async () => {
    document.cookie = "walnut_csrf=known; Path=/";
    let token: string | null = "unset";
    server.use(
      http.get(`${origin}/api/ups`, ({ request }) => {
        token = request.headers.get("X-CSRF-Token");
        return HttpResponse.json({ items: [], next_cursor: null });
      }),
    );
    await body(api.GET("/api/ups"));
    expect(token).toBeNull();
  });

  it("CON-150: a stale token is renewed once, and the call repeated with the same idempotency key", async () => {
    document.cookie = "walnut_csrf=stale; Path=/";
    const calls: [string | null, string | null][] = [];
    server.use(
      http.post(`${origin}/api/system/disarm`, ({ request }) => {
        const token = request.headers.get("X-CSRF-Token");
        calls.push([token, request.headers.get("Idempotency-Key")]);
        return token === "fresh" ? HttpResponse.json({ armed: false }) : problem(403, "csrf_failed", "No");
      }),
    );
    await body(api.POST("/api/system/disarm", { body: { reason: "test" } }));
    expect(calls.map(([token]) => token)).toEqual(["stale", "fresh"]);
    expect(calls[0]?.[1]).toBe(calls[1]?.[1]);
  });

  it("CON-30: calls refused together share one renewal and are repeated", async () => {
    let renewals = 0;
    let valid = false;
    const guarded = () => (valid ? HttpResponse.json({ items: [], next_cursor: null }) : expired());
    server.use(
      http.post(`${origin}/auth/jwt/refresh`, async () => {
        renewals += 1;
        await delay(20);
        valid = true;
        return new HttpResponse(null, { status: 204 });
      }),
      http.get(`${origin}/api/ups`, guarded),
      http.get(`${origin}/api/hosts`, guarded),
    );
    await Promise.all([body(api.GET("/api/ups")), body(api.GET("/api/hosts"))]);
    expect(renewals).toBe(1);
    expect(useSession.getState().ended).toBe(false);
  });

  it("CON-30: a session that can not be renewed has ended", async () => {
    server.use(http.get(`${origin}/api/ups`, expired), http.post(`${origin}/auth/jwt/refresh`, expired));
    await expect(body(api.GET("/api/ups"))).rejects.toMatchObject({ code: "session_expired", status: 401 });
    expect(useSession.getState().ended).toBe(true);
  });

  it("CON-52: no answer is told apart from a refusal", async () => {
    server.use(http.get(`${origin}/api/ups`, () => HttpResponse.error()));
    await expect(body(api.GET("/api/ups"))).rejects.toMatchObject({ code: "offline", status: 0 });
  });

  it("CON-142: an answer without a problem document keeps its status", async () => {
    server.use(http.get(`${origin}/api/ups`, () => new HttpResponse("<html>Bad gateway</html>", { status: 502 })));
    const error = await body(api.GET("/api/ups")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "no_problem_document", status: 502 });
  });
});
