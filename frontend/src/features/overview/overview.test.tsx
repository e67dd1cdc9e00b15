import { act, screen, waitFor, within } from "@testing-library/react";
import { delay, http } from "msw";
import { describe, expect, it, vi } from "vitest";
import { anEvent, anUps, aRun, aStep, onBattery, uuid } from "@/testing/fixtures";
import { openConsole, TestSocket } from "@/testing/render";
import { empty, mains, outage, recovery, type Scene, trouble } from "@/testing/scenes";
import { answersOf, origin, problem, server } from "@/testing/server";

const show = (scene: Scene) => {
  server.use(...answersOf(scene));
  return openConsole("/overview");
};

const panel = (name: string) => screen.findByRole("region", { name });

/** Live messages are applied before the next frame. */
const push = (type: string, data: unknown) =>
  act(async () => {
    TestSocket.last?.push(type, data);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  });

describe("overview states", () => {
  it("CON-53: shows each UPS with state word, charge, time left, load, input and flags", async () => {
    show(mains(Date.now()));
    const card = within(await screen.findByRole("article", { name: "Rack A" }));
    for (const text of ["On mains", "100 %", "41 m", "32 %", "412 W", "231 V", "OL"]) {
      expect(card.getByText(text)).toBeVisible();
    }
    expect(card.getByRole("meter", { name: "charge" })).toHaveAttribute("aria-valuenow", "100");
    expect(await screen.findByText(/All 2 UPSs are on mains\. Armed policies will act\./)).toBeVisible();
    expect(screen.queryByRole("region", { name: "Outage" })).toBeNull();
  });

  it("CON-53: lists runs, policies, events and integrations", async () => {
    show(mains(Date.now()));
    expect(await within(await panel("Runs")).findByText("Shed test systems")).toBeVisible();
    expect(await within(await panel("Last events")).findByText("Rack A passed its battery test")).toBeVisible();
    expect(await within(await panel("Active policies")).findByText("Shed test systems early")).toBeVisible();
    expect(await within(await panel("Integrations")).findByText(/SNMP GET to 10\.4\.0\.2:161/)).toBeVisible();
  });

  it("CON-54: without a UPS it says what to do first, and every part is empty in its own words", async () => {
    show(empty(Date.now()));
    expect(await screen.findByText("No UPS has reported yet")).toBeVisible();
    for (const text of [
      "No run yet",
      "Nothing has happened yet",
      "Nothing is connected yet",
      "No policy is enabled.",
    ]) {
      expect(await screen.findByText(text)).toBeVisible();
    }
  });

  it("pending: keeps the place and offers to retry after ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      server.use(http.get(`${origin}/api/ups`, () => delay("infinite")));
      openConsole("/overview");
      await vi.waitFor(() => expect(screen.getByText("Loading UPS devices")).toBeInTheDocument(), {
        timeout: 60_000,
      });
      expect(screen.queryByText("Still loading.")).toBeNull();
      await act(() => vi.advanceTimersByTimeAsync(10_000));
      expect(screen.getAllByText(/Still loading\./)[0]).toBeVisible();
    } finally {
      vi.useRealTimers();
    }
  });

  it("error: one part fails, tells its meaning and trace, and comes back on Retry", async () => {
    server.use(http.get(`${origin}/api/ups`, () => problem(500, "internal", "Unexpected error")));
    const { user } = openConsole("/overview");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("walNUT may still be monitoring and acting.");
    expect(alert).toHaveTextContent("6f1d0c2e9a7b4c55");
    expect(await screen.findByText("Rack A passed its battery test")).toBeVisible();
    server.use(...answersOf(mains(Date.now())));
    await user.click(within(alert).getByRole("button", { name: "Retry" }));
    expect(await screen.findByRole("article", { name: "Rack A" })).toBeVisible();
  });

  it("CON-53: worst state first; a silent UPS says since when and why", async () => {
    show(trouble(Date.now()));
    const cards = await screen.findAllByRole("article");
    expect(cards.map((card) => card.getAttribute("aria-label"))).toEqual([
      "Rack B in the basement beside the old boiler",
      "Rack A",
      "Desk",
    ]);
    expect(within(cards[1] as HTMLElement).getByText(/No contact since .*DATA-STALE/)).toBeVisible();
  });

  it("CON-3: no runtime value is a dash with its reason, not a number", async () => {
    show(trouble(Date.now()));
    const [card] = await screen.findAllByRole("article");
    expect(within(card as HTMLElement).getByTitle(/reports no runtime/)).toHaveTextContent("–");
  });

  it("CON-56: a word that the console does not know is shown as received, in the unknown shape", async () => {
    show({ ...mains(Date.now()), ups: [anUps(Date.now(), { state: "eco_mode" })] });
    const card = within(await screen.findByRole("article", { name: "Rack A" }));
    const word = card.getByText("eco_mode");
    expect(word.querySelector("svg")).toHaveAttribute("data-shape", "question");
  });

  it("CON-53: more than twelve UPSs become rows", async () => {
    const many = Array.from({ length: 13 }, (_, n) => anUps(Date.now(), { id: `u${n}@lab`, display_name: `UPS ${n}` }));
    show({ ...mains(Date.now()), ups: many });
    expect(await screen.findByRole("table")).toBeVisible();
    expect(screen.getAllByRole("row")).toHaveLength(14);
    expect(screen.queryByRole("article")).toBeNull();
  });
});

describe("an outage, live", () => {
  it("CON-6: within one message after the loss of mains the bar tells UPS, time and charge", async () => {
    show(mains(Date.now()));
    await screen.findByRole("article", { name: "Rack B" });
    await push(
      "ups_status",
      onBattery(Date.now(), { id: "rack-b@lab", display_name: "Rack B", runtime_seconds: 1130 }),
    );
    const bar = within(await panel("Outage"));
    expect(bar.getByText("Rack B")).toBeVisible();
    expect(bar.getByText(/On battery for 1:1\d/)).toBeVisible();
    expect(bar.getByText("18:50")).toBeVisible();
    expect(screen.getByText("One power problem or run is under way")).toBeInTheDocument();
  });

  it("CON-7: the next policy stands in the bar with its countdown", async () => {
    const now = Date.now();
    const next = {
      policy_id: uuid(10),
      policy_name: "Stage 1",
      at: new Date(now + 45_900).toISOString(),
      reason: "30s",
    };
    show({ ...mains(now), ups: [onBattery(now, { next })] });
    expect(await within(await panel("Outage")).findByText(/Next: Stage 1 in 0:4\d/)).toBeVisible();
  });

  it("CON-53: steps of a live run change as messages arrive", async () => {
    const scene = outage(Date.now());
    show(scene);
    const runs = within(await panel("Runs"));
    const row = (await runs.findByText("db-1")).closest("li") as HTMLElement;
    expect(within(row).getByText("Waiting for proof")).toBeVisible();
    const [run] = scene.runs;
    await push("step.state", {
      run_id: run?.id,
      run_seq: 6,
      steps: [{ ...run?.steps?.[2], state: "failed", reason: "target_failed" }],
    });
    expect(await within(row).findByText("Failed")).toBeVisible();
    expect(within(row).getByText(/target failed/)).toBeVisible();
    expect(within(await panel("Outage")).getByText(/2 of 5 done/)).toBeVisible();
  });

  it("CON-53: a new run appears open, with its steps", async () => {
    const scene = mains(Date.now());
    show(scene);
    await screen.findByText("Shed test systems");
    const run = aRun(Date.now(), { id: uuid(77), policy_name: "Sudden", steps: [aStep(0, { target_name: "vm-x" })] });
    server.use(...answersOf({ ...scene, runs: [run, ...scene.runs] }));
    await push("run.created", { run_id: run.id, run_seq: run.run_seq, run });
    expect(await within(await panel("Runs")).findByText("vm-x")).toBeVisible();
  });

  it("CON-53: a new event stands first", async () => {
    show(mains(Date.now()));
    await screen.findByText("Rack A passed its battery test");
    await push("event", anEvent(Date.now(), 0, { message: "Something just happened" }));
    const events = within(await panel("Last events"));
    await events.findByText("Something just happened");
    expect(events.getAllByRole("listitem")[0]).toHaveTextContent("Something just happened");
  });

  it("CON-24: when mains are back the bar stays until the recovery is over", async () => {
    const scene = recovery(Date.now());
    show(scene);
    const bar = within(await panel("Outage"));
    expect(bar.getByText("Mains are back, recovery is running")).toBeVisible();
    expect(bar.queryByText(/left on battery/)).toBeNull();
    const [run] = scene.runs;
    server.use(
      ...answersOf({ ...scene, runs: scene.runs.map((r) => ({ ...r, state: "done" as const, result: "succeeded" })) }),
    );
    await push("run.state", { run_id: run?.id, run_seq: 9, state: "done", phase: null, result: "succeeded" });
    await waitFor(() => expect(screen.queryByRole("region", { name: "Outage" })).toBeNull());
  });

  it("CON-56: a battery test is no outage", async () => {
    const testing = anUps(Date.now(), { state: "testing", flags: ["OB", "TEST"], power_source: "battery" });
    show({ ...mains(Date.now()), ups: [testing] });
    expect(within(await screen.findByRole("article")).getByText("Self-test")).toBeVisible();
    expect(screen.queryByRole("region", { name: "Outage" })).toBeNull();
  });
});

describe("shell", () => {
  it("CON-22: the mode is always visible, and arming is kept behind a reason and a word", async () => {
    const { user } = show(empty(Date.now()));
    await user.click(await screen.findByRole("button", { name: "Dry-run" }));
    expect(await screen.findByRole("dialog", { name: "Arm the system" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Arm the system" }));
    expect(await screen.findByText("Type the word ARM in capitals.")).toBeVisible();
  });

  it("CON-20: an unknown path is told, with a way on", async () => {
    openConsole("/nowhere");
    expect(await screen.findByRole("heading", { name: "Not found", level: 1 })).toBeVisible();
    expect(screen.getByRole("link", { name: "To the overview" })).toHaveAttribute("href", "/overview");
  });

  it("CON-131: arriving on a screen moves the focus to its heading and names the tab", async () => {
    const { user } = show(mains(Date.now()));
    await screen.findByRole("article", { name: "Rack A" });
    await user.click(screen.getAllByRole("link", { name: "Hosts" })[0] as HTMLElement);
    expect(await screen.findByRole("heading", { name: "Hosts", level: 1 })).toHaveFocus();
    expect(document.title).toBe("Hosts · walNUT");
  });
});
