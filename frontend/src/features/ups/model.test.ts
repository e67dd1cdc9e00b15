import { describe, expect, it } from "vitest";
import { aSample } from "@/testing/fixtures";
import { columns, historySearch } from "./model";

const now = Date.parse("2026-05-02T08:00:00Z");
const sample = (secondsAgo: number, charge: number | null) => aSample(now, "a", secondsAgo, charge, 30, "on_mains");

describe("history", () => {
  it("CON-111: a gap breaks the line, a missing value stays missing", () => {
    const [times, charge] = columns([sample(0, 90), sample(300, 100), sample(270, null)], ["battery_percent"]);
    expect(times.map((time) => Math.round(now / 1000 - time))).toEqual([300, 270, 240, 240, 0, -30]);
    expect(charge).toEqual([100, null, null, null, 90, 90]);
  });

  it("CON-110: a long bucket lasts as long as it says, and keeps its minimum and maximum", () => {
    const long = { ...sample(600, 80), seconds: 300, fields: { v: { min: 0, max: 230, avg: 127, last: 230 } } };
    const short = { ...sample(300, 80), fields: { v: { min: 230, max: 230, avg: 230, last: 230 } } };
    const [times, mean, min, max] = columns([long, short], ["v"]);
    expect(times.map((time) => now / 1000 - time)).toEqual([600, 300, 270]);
    expect([mean, min, max]).toEqual([
      [127, 230, 230],
      [0, 230, 230],
      [230, 230, 230],
    ]);
  });

  it("CON-110: a field that a bucket does not have is missing", () =>
    expect(columns([sample(0, 90)], ["temperature_c"])[1]).toEqual([null, null]));

  it.each([
    [{ range: "6h" }, "6h"],
    [{ range: "1y" }, undefined],
    [{}, undefined],
  ])("CON-20: the range of %j is %s", (search, range) => expect(historySearch(search).range).toBe(range));
});
