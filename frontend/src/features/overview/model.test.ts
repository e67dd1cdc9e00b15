import { describe, expect, it } from "vitest";
import { type Point, sparkBand, sparkPath } from "@/components/sparkline";
import { aRun, aSample, at, uuid } from "@/testing/fixtures";
import { bands, countBy, recentRuns, series } from "./model";

const now = Date.parse("2026-05-02T08:00:00Z");
const from = now - 300_000;
const sample = (secondsAgo: number, state: string) => aSample(now, "a", secondsAgo, 90, 30, state);
const kinds = (samples: ReturnType<typeof sample>[]) =>
  bands(samples, "a", from, now).map((band) => [band.kind, (band.to - band.from) / 1000]);

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

  it("CON-110: each bucket speaks for its own length, whatever the length of the others", () => {
    const long = { ...sample(300, "on_mains"), seconds: 120 };
    expect(kinds([long, sample(180, "on_battery"), sample(150, "on_mains")])).toEqual([
      ["mains", 120],
      ["battery", 30],
      ["mains", 60],
      ["unknown", 90],
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

const point = (second: number, value: number | null, length = 30): Point => ({
  at: second * 1000,
  end: (second + length) * 1000,
  value,
  min: value,
  max: value,
});

describe("sparkline", () => {
  it("CON-111: a missing value and a gap break the line", () => {
    const path = sparkPath([point(0, 100), point(30, 100), point(60, null), point(90, 50), point(300, 50)], {
      from: 0,
      to: 400_000,
      max: 100,
    });
    expect(path.replace(/[\d. ]/g, "")).toBe("MLLMLML");
  });

  it("CON-110: a bucket of five minutes is drawn over its five minutes, with its minimum and maximum", () => {
    const frame = { from: 0, to: 600_000, max: 100 };
    const long = { ...point(0, 80, 300), min: 10, max: 100 };
    expect(sparkPath([long], frame)).toBe("M0.0 10.0L120.0 10.0");
    expect(sparkBand([long], frame)).toBe("M0.0 2.0L120.0 2.0L120.0 38.0L0.0 38.0Z");
    expect(sparkBand([point(0, 80)], frame)).toBe("");
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
