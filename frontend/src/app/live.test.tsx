import { act, screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anUps } from "@/testing/fixtures";
import { openConsole, TestSocket } from "@/testing/render";
import { origin, server } from "@/testing/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] }));
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

async function overview() {
  openConsole("/overview");
  for (let tries = 0; tries < 200 && !screen.queryByRole("article", { name: "Rack A" }); tries++) await pass(10);
  return TestSocket.last as TestSocket;
}

describe("connection", () => {
  it("CON-43: asks for the power state while the socket is away, and stops when it is back", async () => {
    const socket = await overview();
    let asked = 0;
    server.use(
      http.get(`${origin}/api/ups`, () => {
        asked += 1;
        return HttpResponse.json({ items: [anUps(Date.now(), { display_name: "Rack A" })], next_cursor: null });
      }),
    );
    socket.push("connection_status", { status: "connected" });
    await pass(30_000);
    expect(asked).toBe(0);
    socket.onclose?.({ code: 1006 });
    await pass(16_000);
    expect(asked).toBeGreaterThan(0);
    (TestSocket.last as TestSocket).push("connection_status", { status: "connected" });
    await pass(100);
    const before = asked;
    await pass(20_000);
    expect(asked).toBe(before);
  });

  it("offline: after 10 s a banner says that monitoring may still run, and offers to retry", async () => {
    const socket = await overview();
    socket.push("connection_status", { status: "connected" });
    await pass(100);
    socket.onclose?.({ code: 1006 });
    await pass(5_000);
    (TestSocket.last as TestSocket).onclose?.({ code: 1006 });
    await pass(4_000);
    expect(screen.queryByText(/Monitoring may still run there/)).toBeNull();
    await pass(3_000);
    expect(screen.getByText(/Monitoring may still run there/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Retry now" })).toBeVisible();
    expect(screen.getByRole("article", { name: "Rack A" })).toBeVisible();
  });

  it("CON-41: a session about to end is renewed and the open socket prolonged by a ticket", async () => {
    const socket = await overview();
    server.use(
      http.post(`${origin}/auth/jwt/refresh`, () => new HttpResponse(null, { status: 204 })),
      http.post(`${origin}/api/ws-ticket`, () => HttpResponse.json({ ticket: "t-1", expires_in: 30 }, { status: 201 })),
    );
    socket.push("session.expiring", { expires_at: new Date().toISOString() });
    for (let tries = 0; tries < 200 && socket.sent.length === 0; tries++) await pass(10);
    expect(socket.sent).toEqual(['{"type":"auth","token":"t-1"}']);
    expect(TestSocket.last).toBe(socket);
  });

  it("CON-43: a server that is away when the session has to be renewed is tried again", async () => {
    const socket = await overview();
    server.use(http.post(`${origin}/auth/jwt/refresh`, () => HttpResponse.error()));
    socket.onclose?.({ code: 4401 });
    for (let tries = 0; tries < 200 && TestSocket.last === socket; tries++) await pass(20);
    expect(TestSocket.last).not.toBe(socket);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
