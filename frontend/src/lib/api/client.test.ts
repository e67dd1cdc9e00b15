import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./client";

afterEach(() => vi.unstubAllGlobals());

describe("the client", () => {
  it("asks past the browser's cache, whose tags do not cover states", async () => {
    const sent: Request[] = [];
    vi.stubGlobal("fetch", (request: Request) => {
      sent.push(request);
      return Promise.resolve(Response.json({}));
    });

    await api.GET("/api/integrations/{id}", { params: { path: { id: "lab" } } });

    expect(sent.map((request) => request.cache)).toEqual(["no-store"]);
  });
});
