import { describe, expect, it } from "vitest";
import { formatClock, formatDuration } from "./duration";
import { formatDateTime, formatDay, formatNumber, formatTime, secondsSince } from "./format";

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [-3, "0 s"],
    [0.9, "0 s"],
    [59.9, "59 s"],
    [60, "1 m"],
    [250, "4 m 10 s"],
    [3600, "1 h"],
    [3605, "1 h"],
    [7500, "2 h 5 m"],
    [90_000, "1 d 1 h"],
  ])("CON-141: %d s read as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [-5, "0:00"],
    [9, "0:09"],
    [74.9, "1:14"],
    [725, "12:05"],
    [3599, "59:59"],
    [3723, "1:02:03"],
  ])("CON-24: %d s on a clock are %s", (seconds, text) => expect(formatClock(seconds)).toBe(text));
});

describe("values", () => {
  it.each([
    [null, "–"],
    [undefined, "–"],
    [Number.NaN, "–"],
    [0, "0 V"],
    [230.04, "230 V"],
    [1234, "1,234 V"],
  ])("CON-3: %s V is shown as %s", (value, text) => expect(formatNumber(value, "V")).toBe(text));

  it("CON-141: decimals are kept as far as asked for", () => expect(formatNumber(31.46, "%", 1)).toBe("31.5 %"));

  it.each([null, undefined, "", "yesterday"])("CON-3: the time %j is missing", (at) => {
    expect([formatTime(at), formatDay(at), formatDateTime(at)]).toEqual(["–", "–", "–"]);
    expect(secondsSince(at, 0)).toBeNull();
  });

  it("CON-25: ages are counted on the clock that is given", () =>
    expect(secondsSince("2026-05-02T08:00:00.000Z", Date.parse("2026-05-02T08:00:38.500Z"))).toBe(38.5));
});
