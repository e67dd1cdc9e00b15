import { describe, expect, it } from "vitest";
import { aSample } from "@/testing/fixtures";
import { columns, historySearch } from "./model";

const now = Date.parse("2026-05-02T08:00:00Z");
const sample = (secondsAgo: number, charge: number | null) => aSample(now, "a", secondsAgo, charge, 30, "on_mains");

describe("history", () => {
  it("CON-111: a gap breaks the line, a missing value stays missing", () => {
    const [times, charge] = columns([sample(0, 90), sample(300, 100), sample(270, null)], ["battery_percent"], 90);
    expect(times.map((time) => now / 1000 - time)).toEqual([300, 270, 269, 0]);
    expect(charge).toEqual([100, null, null, 90]);
  });

  it("CON-110: a field that a bucket does not have is missing", () =>
    expect(columns([sample(0, 90)], ["temperature_c"], 90)[1]).toEqual([null]));

  it.each([
    [{ range: "6h" }, "6h"],
    [{ range: "1y" }, undefined],
    [{}, undefined],
  ])("CON-20: the range of %j is %s", (search, range) => expect(historySearch(search).range).toBe(range));
});
