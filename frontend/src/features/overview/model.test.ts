import { describe, expect, it } from "vitest";
import { sparkPath } from "@/components/sparkline";
import { aRun, aSample, at, uuid } from "@/testing/fixtures";
import { bands, countBy, recentRuns, series } from "./model";

const now = Date.parse("2026-05-02T08:00:00Z");
const from = now - 300_000;
const sample = (secondsAgo: number, state: string) => aSample(now, "a", secondsAgo, 90, 30, state);
const kinds = (samples: ReturnType<typeof sample>[]) =>
  bands(samples, "a", from, now, 30_000).map((band) => [band.kind, (band.to - band.from) / 1000]);

describe("power bands", () => {
  it("CON-111: equal states join, and what no sample speaks for is unknown", () => {
    const told = [300, 270, 240].map((ago) => sample(ago, "on_mains"));
    const dark = [210, 180].map((ago) => sample(ago, "on_battery"));
    expect(kinds([...told, ...dark, sample(30, "low_battery")])).toEqual([
      ["mains", 90],
      ["battery", 90],
      ["unknown", 90],
      ["low", 30],
    ]);
  });

  it("CON-3: no sample at all is unknown, not mains", () => expect(kinds([])).toEqual([["unknown", 300]]));

  it.each([
    ["testing", "test"],
    ["bypass", "mains"],
    ["comm_lost", "unknown"],
    ["something_new", "unknown"],
  ])("CON-111: %s is drawn as %s", (state, kind) => expect(kinds([sample(60, state)]).at(-1)?.[0]).toBe(kind));
});

describe("sparkline", () => {
  it("CON-111: a missing value and a gap break the line", () => {
    const path = sparkPath(
      [
        { at: 0, value: 100 },
        { at: 10, value: 100 },
        { at: 20, value: null },
        { at: 30, value: 50 },
        { at: 90, value: 50 },
      ],
      0,
      100,
      100,
      20,
    );
    expect(path.replace(/[\d. ]/g, "")).toBe("MLMM");
  });

  it("CON-53: points of one UPS come in order of time", () => {
    const points = series(
      [sample(10, "on_mains"), sample(60, "on_mains"), aSample(now, "b", 5, 1, 1, "off")],
      "a",
      "load_percent",
    );
    expect(points.map(({ at: time }) => (now - time) / 1000)).toEqual([60, 10]);
  });
});

describe("lists", () => {
  it("CON-53: live runs stand before newer ones that are over; suppressed ones are left out", () => {
    const over = aRun(now, { id: uuid(1), state: "done", created_at: at(now, 1) });
    const live = aRun(now, { id: uuid(2), created_at: at(now, 90) });
    const hidden = aRun(now, { id: uuid(3), state: "suppressed" });
    expect(recentRuns([over, hidden, live]).map(({ id }) => id)).toEqual([uuid(2), uuid(1)]);
  });

  it("CON-53: counts go by frequency", () =>
    expect(countBy(["a", "b", "b"], (word) => word)).toEqual([
      ["b", 2],
      ["a", 1],
    ]));
});
