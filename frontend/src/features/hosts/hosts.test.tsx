import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { openConsole } from "@/testing/render";
import { empty, mains } from "@/testing/scenes";
import { answersOf, origin, problem, server } from "@/testing/server";

describe("hosts", () => {
  it("CON-69: each host says its state in words, why, and whether a policy protects it", async () => {
    openConsole("/hosts");
    const row = within((await screen.findByText(/Core switch/)).closest("tr") as HTMLElement);
    expect(row.getByText("Error")).toBeVisible();
    expect(row.getByText("SNMP GET to 10.4.0.2:161 got no answer in 5 s")).toBeVisible();
    expect(row.getByText("Unprotected")).toBeVisible();
    expect(row.getByText("24 poe-port, 1 switch")).toBeVisible();
  });

  it("CON-69: kinds of targets that a host has none of are not counted", async () => {
    const host = mains(Date.now()).hosts[0];
    const target_counts = { vm: 6, container: 0, interface: 0 };
    server.use(
      http.get(`${origin}/api/hosts`, () =>
        HttpResponse.json({ items: [{ ...host, target_counts }], next_cursor: null }),
      ),
    );
    openConsole("/hosts");
    expect(await screen.findByText("6 vm")).toBeVisible();
  });

  it("empty: says what to connect", async () => {
    server.use(...answersOf(empty(Date.now())));
    openConsole("/hosts");
    expect(await screen.findByText(/Connect a hypervisor, a server or a switch/)).toBeVisible();
  });

  it("error: says that policies still know their targets", async () => {
    server.use(http.get(`${origin}/api/hosts`, () => problem(503, "starting", "walNUT is starting")));
    openConsole("/hosts");
    expect(await screen.findByText(/Policies still know their targets/)).toBeVisible();
  });
});
