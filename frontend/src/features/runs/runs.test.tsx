import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import type { Run } from "@/lib/api/types";
import { aRun, uuid } from "@/testing/fixtures";
import { openConsole } from "@/testing/render";
import { empty, mains, outage, recovery } from "@/testing/scenes";
import { answersOf, origin, problem, server } from "@/testing/server";
import { aPerson } from "@/testing/system-fixtures";

const path = `/runs/${uuid(100)}`;

describe("list of runs", () => {
  it("CON-64: active runs stand first, suppressed ones are hidden but counted", async () => {
    const scene = outage(Date.now());
    const hidden = aRun(Date.now(), { id: uuid(3), state: "suppressed", policy_name: "Too soon" });
    server.use(...answersOf({ ...scene, runs: [hidden, ...scene.runs.toReversed()] }));
    const { user, router } = openConsole("/runs");
    const rows = await screen.findAllByRole("row");
    expect(rows[1]).toHaveTextContent("Running");
    expect(screen.queryByText("Too soon")).toBeNull();
    await user.click(screen.getByRole("link", { name: "Show 1 suppressed match" }));
    expect(await screen.findByText("Too soon")).toBeVisible();
    expect(router.state.location.search).toEqual({ result: "suppressed" });
    expect(document.title).toBe("Runs · 1 live · walNUT");
  });

  it("CON-20: the filter comes from the URL", async () => {
    openConsole("/runs?mode=dry_run");
    expect(await screen.findAllByRole("row")).toHaveLength(2);
    expect(screen.queryByText("Shed test systems")).toBeNull();
  });

  it("empty and no match are told apart", async () => {
    server.use(...answersOf(empty(Date.now())));
    const first = openConsole("/runs");
    expect(await screen.findByText("No run yet")).toBeVisible();
    first.unmount();
    server.use(...answersOf({ ...mains(Date.now()), runs: [aRun(Date.now())] }));
    openConsole("/runs?mode=dry_run");
    expect(await screen.findByText("No run matches this filter")).toBeVisible();
  });
});

describe("one run", () => {
  it("CON-66: shows stages, steps with state and clock, and why it ran", async () => {
    server.use(...answersOf(outage(Date.now())));
    openConsole(path);
    const steps = within(await screen.findByRole("region", { name: "Steps" }));
    expect(steps.getAllByText(/^Stage \d$/)).toHaveLength(4);
    const row = within(steps.getByText("db-1").closest("li") as HTMLElement);
    expect(row.getByText("Waiting for proof")).toBeVisible();
    expect(row.getByText(/≤ 1:(10|09)/)).toBeVisible();
    const why = within(screen.getByRole("region", { name: "Why it ran" }));
    expect(why.getByText("Rack B lost mains power")).toBeVisible();
    expect(why.getByText("/conditions/all/0")).toBeVisible();
  });

  it("names a recovery, its gates and the run whose stops it undoes", async () => {
    const scene = recovery(Date.now());
    const run = scene.runs.find((one) => one.kind === "recovery") as Run;
    run.gates = [{ gate: "charge", open: true, opens_at: null, detail: "71 %" }];
    run.event = null;
    run.triggers = [];
    server.use(...answersOf(scene));
    openConsole(`/runs/${run.id}`);
    expect(await screen.findByRole("heading", { name: /· Recovery$/ })).toBeVisible();
    const why = within(screen.getByRole("region", { name: "Why it ran" }));
    expect(why.getByText("Battery charged")).toBeVisible();
    expect(why.getByRole("link", { name: "Starts the targets that this run stopped" })).toHaveAttribute(
      "href",
      `/runs/${run.parent_run}`,
    );
  });

  it("CON-8: stopping names the effect, asks for a reason and shows a refusal with its text", async () => {
    server.use(
      ...answersOf(outage(Date.now())),
      http.post(`${origin}/api/runs/:id/cancel`, () =>
        problem(409, "point_of_no_return", "The point of no return has passed"),
      ),
    );
    const { user } = openConsole(path);
    await user.click((await screen.findAllByRole("button", { name: "Stop all" }))[0] as HTMLElement);
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/2 waiting steps will not be sent; their targets keep running/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Stop this run" }));
    expect(await dialog.findByText(/Enter a reason/)).toBeVisible();
    await user.type(dialog.getByLabelText("Reason"), "generator started");
    await user.click(dialog.getByRole("button", { name: "Stop this run" }));
    expect((await dialog.findAllByText("The point of no return has passed"))[0]).toBeVisible();
  });

  it("CON-8: after the point of no return, and for viewers, the button says why it is disabled", async () => {
    const scene = outage(Date.now());
    const committed = { ...scene, runs: scene.runs.map((run) => ({ ...run, committed_at: run.created_at })) };
    server.use(...answersOf(committed));
    const first = openConsole(path);
    const [button] = await screen.findAllByTitle("The run is past the point of no return.");
    expect(button).toBeDisabled();
    first.unmount();
    server.use(
      http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson({ role: "viewer" }))),
      ...answersOf(scene),
    );
    openConsole(path);
    expect((await screen.findAllByTitle("This needs the role Operator."))[0]).toBeDisabled();
  });

  it("error: a run that can not be shown goes on", async () => {
    openConsole("/runs/0199f1c2-6d5e-7a10-b3c4-000000000404");
    expect(await screen.findByText(/The run cannot be shown. It continues/)).toBeVisible();
  });
});
