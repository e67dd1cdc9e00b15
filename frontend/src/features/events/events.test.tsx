import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { anEvent } from "@/testing/fixtures";
import { openConsole } from "@/testing/render";
import { empty } from "@/testing/scenes";
import { answersOf, origin, server } from "@/testing/server";
import { byDay, eventSearch } from "./model";

describe("events", () => {
  it("CON-57: rows open to the whole event", async () => {
    const { user } = openConsole("/events");
    const message = await screen.findByText("Rack A passed its battery test");
    await user.click(message);
    expect(await screen.findByText(/"name": "battery_test_passed"/)).toBeVisible();
  });

  it("CON-20: filters stand in the URL and are sent to the server", async () => {
    const queries: string[] = [];
    server.use(
      http.get(`${origin}/api/events`, ({ request }) => {
        queries.push(
          [...new URL(request.url).searchParams]
            .map((pair) => pair.join("="))
            .toSorted()
            .join(),
        );
        return HttpResponse.json({ items: [], next_cursor: null });
      }),
    );
    const { user, router } = openConsole("/events?severity=warn");
    await user.type(await screen.findByLabelText("Search messages"), "lost");
    await waitFor(() => expect(router.state.location.search).toEqual({ severity: "warn", q: "lost" }));
    await waitFor(() => expect(queries.at(-1)).toBe("limit=50,q=lost,severity=warn"));
    expect(await screen.findByText("No event matches this filter")).toBeVisible();
    await user.click(screen.getAllByRole("button", { name: "Clear filters" })[0] as HTMLElement);
    expect(await screen.findByText("Nothing has happened yet")).toBeVisible();
    expect(screen.getByLabelText("Search messages")).toHaveValue("");
  });

  it("CON-57: older events are loaded page by page", async () => {
    server.use(
      http.get(`${origin}/api/events`, ({ request }) => {
        const second = new URL(request.url).searchParams.get("cursor") === "c2";
        const event = anEvent(Date.now(), second ? 9 : 1, { message: second ? "Older" : "Newer" });
        return HttpResponse.json({ items: [event], next_cursor: second ? null : "c2" });
      }),
    );
    const { user } = openConsole("/events");
    await screen.findByText("Newer");
    await user.click(screen.getByRole("button", { name: "Load older events" }));
    expect(await screen.findByText("Older")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Load older events" })).toBeNull();
  });

  it("empty: says what will stand here", async () => {
    server.use(...answersOf(empty(Date.now())));
    openConsole("/events");
    expect(await screen.findByText(/Changes of power, runs and failures/)).toBeVisible();
  });
});

describe("filter and days", () => {
  it.each([
    [
      { severity: "error", q: " lost ", ups_id: "a@b" },
      { severity: "error", q: " lost ", ups_id: "a@b" },
    ],
    [{ severity: "fatal", q: 7, ups_id: "" }, {}],
  ])("CON-20: %j is read as %j", (search, filter) => expect(eventSearch(search)).toEqual(filter));

  it("CON-57: events are grouped where the day changes", () => {
    const on = (ts: string, n: number) => anEvent(0, n, { ts });
    const days = byDay([on("2026-05-02T12:00:00Z", 1), on("2026-05-02T11:00:00Z", 2), on("2026-05-01T12:00:00Z", 3)]);
    expect(days.map(([, events]) => events.length)).toEqual([2, 1]);
  });
});
