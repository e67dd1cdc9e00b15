import { describe, expect, it } from "vitest";
import { anOutage, anUps, aRun, at, onBattery, uuid } from "@/testing/fixtures";
import { outageLines, progressOf, secondsInState, secondsOnBattery } from "./outage";
import { hostLook, runLook, severityLook, stepLook, upsLook, urgency } from "./power-state";

const now = Date.parse("2026-05-02T08:00:00Z");
const phases = (...args: Parameters<typeof outageLines>) => outageLines(...args).map(({ key, phase }) => [key, phase]);

describe("outage bar", () => {
  it("CON-24: no lines on mains without a live run", () => expect(phases([anUps(now)], [], [])).toEqual([]));

  it("CON-24: least time left first; a UPS without a value comes last", () => {
    const ups = [
      onBattery(now, { id: "unknown@lab", runtime_seconds: null }),
      onBattery(now, { id: "long@lab", runtime_seconds: 900 }),
      onBattery(now, { id: "short@lab", runtime_seconds: 120 }),
    ];
    expect(phases(ups, [], []).map(([key]) => key)).toEqual(["short@lab", "long@lab", "unknown@lab"]);
  });

  it("CON-24: a UPS that fell silent in an outage stays, as unknown", () =>
    expect(phases([onBattery(now, { reachable: false, state: "comm_lost" })], [], [])).toEqual([
      ["rack-a@lab", "unknown"],
    ]));

  it("CON-24: mains back while the outage is open, or while recovery runs", () => {
    expect(phases([anUps(now, { outage_id: uuid(900) })], [], [anOutage(now)])).toEqual([["rack-a@lab", "returning"]]);
    const run = aRun(now, { ups_id: "rack-a@lab", kind: "recovery" });
    expect(phases([anUps(now)], [run], [])).toEqual([["rack-a@lab", "returning"]]);
  });

  it("CON-24: a live run without a UPS has its own line, a dry run has none", () => {
    const live = aRun(now, { id: uuid(1), ups_id: null });
    const dry = aRun(now, { id: uuid(2), ups_id: null, mode: "dry_run" });
    const over = aRun(now, { id: uuid(3), ups_id: null, state: "done" });
    expect(phases([], [live, dry, over], [])).toEqual([[uuid(1), "run"]]);
  });

  it("CON-7: a dry run is shown beside the UPS that caused it", () => {
    const dry = aRun(now, { ups_id: "rack-a@lab", mode: "dry_run" });
    expect(outageLines([onBattery(now)], [dry], [])[0]?.runs[0]?.mode).toBe("dry_run");
  });

  it("CON-25: time on battery counts on from the last report, and stands still in silence", () => {
    expect(secondsOnBattery(onBattery(now), now + 9000)).toBe(84);
    expect(secondsOnBattery(onBattery(now, { reachable: false }), now + 9000)).toBe(74);
  });

  it("CON-24: two runs of one UPS are both in its line", () => {
    const runs = [aRun(now, { id: uuid(1) }), aRun(now, { id: uuid(2) })];
    expect(outageLines([onBattery(now, { id: "rack-b@lab" })], runs, [])[0]?.runs.map(({ id }) => id)).toEqual([
      uuid(1),
      uuid(2),
    ]);
  });

  it("CON-24: critical counts from critical, not from the begin of the outage", () => {
    const ups = onBattery(now, { state: "critical", state_since: at(now, 12) });
    expect([secondsInState(ups, now), Math.round(secondsOnBattery(ups, now))]).toEqual([12, 75]);
  });

  it("CON-7: progress counts what is over and what is under way; no plan is no progress", () => {
    const counts = { confirmed: 2, failed: 1, skipped: 1, sent: 1, planned: 3 };
    expect(progressOf(aRun(now, { counts }))).toEqual({
      done: 2,
      failed: 1,
      skipped: 1,
      inFlight: 1,
      waiting: 3,
      total: 8,
    });
    expect(progressOf(aRun(now))).toBeNull();
  });
});

describe("looks of states", () => {
  it("CON-122: states that must not be confused differ in shape", () => {
    const shapes = ["on_mains", "on_battery", "low_battery", "testing", "comm_lost", "off"].map(
      (state) => upsLook(state).shape,
    );
    expect(new Set(shapes).size).toBe(shapes.length);
    const steps = ["planned", "sent", "confirmed", "failed", "skipped", "unknown"].map(
      (state) => stepLook(state).shape,
    );
    expect(new Set(steps).size).toBe(steps.length);
  });

  it("CON-3: words that are not known are drawn as unknown, never as healthy", () => {
    const looks = [upsLook("new"), stepLook("new"), hostLook("new"), severityLook("new"), runLook("new", null)];
    expect(new Set(looks.map(({ shape }) => shape))).toEqual(new Set(["question"]));
    expect(urgency("new")).toBe(urgency("unknown"));
  });

  it.each([
    ["running", null, "ring"],
    ["held", null, "pause"],
    ["done", "succeeded", "tick"],
    ["done", "partial", "bolt"],
    ["done", "failed", "alert"],
    ["done", "nothing_to_do", "dash"],
    ["cancelled", "cancelled", "dash"],
  ])("CON-122: a run that is %s (%s) is a %s", (state, result, shape) =>
    expect(runLook(state, result).shape).toBe(shape),
  );
});
