import type { Outage, Run, Step, Ups } from "@/lib/api/types";
import { secondsSince } from "@/lib/format";

const ended = new Set(["done", "cancelled", "suppressed"]);

/** A run that still does something, or would if it were not held. */
export const isLive = (run: Run) => !ended.has(run.state);

export type OutagePhase = "battery" | "unknown" | "returning" | "run";

/** One line of the outage bar: a UPS without mains, one whose mains returned, or a run that is under way. */
export interface OutageLine {
  key: string;
  phase: OutagePhase;
  ups: Ups | null;
  /** All that are under way for it, live ones first. */
  runs: Run[];
  outage: Outage | null;
}

const deliberate = new Set(["testing", "calibrating"]);

/** On battery because mains are away; a test runs on battery, too, but by choice. */
export const withoutMains = (ups: Ups): boolean =>
  ups.power_source === "battery" && (ups.outage_id !== null || !deliberate.has(ups.state));

function phaseOf(ups: Ups, run: Run | null): OutagePhase | null {
  if (!ups.reachable && ups.outage_id) return "unknown";
  if (withoutMains(ups)) return "battery";
  if (ups.outage_id) return "returning";
  if (run) return run.kind === "recovery" ? "returning" : "run";
  return null;
}

const weight: Record<OutagePhase, number> = { battery: 0, unknown: 1, run: 2, returning: 3 };

/** The lines of the outage bar, least time left first. Dry runs alone raise no alarm. */
export function outageLines(upss: Ups[], runs: Run[], outages: Outage[]): OutageLine[] {
  const live = runs.filter(isLive);
  const lines: OutageLine[] = [];
  for (const ups of upss) {
    const its = live.filter((run) => run.ups_id === ups.id);
    const real = its.filter((run) => run.mode === "live");
    const phase = phaseOf(ups, real.find((run) => run.kind !== "recovery") ?? real[0] ?? null);
    const outage = outages.find((other) => other.ups_id === ups.id && !other.ended_at) ?? null;
    const runsOf = [...real, ...its.filter((run) => run.mode !== "live")];
    if (phase) lines.push({ key: ups.id, phase, ups, runs: runsOf, outage });
  }
  for (const run of live) {
    const shown = run.mode !== "live" || upss.some((ups) => ups.id === run.ups_id);
    if (!shown) lines.push({ key: run.id, phase: "run", ups: null, runs: [run], outage: null });
  }
  const left = (line: OutageLine) => line.ups?.runtime_seconds ?? Infinity;
  return lines.sort((a, b) => weight[a.phase] - weight[b.phase] || left(a) - left(b));
}

/** Seconds on battery now: what the UPS reported, counted on since then. */
export function secondsOnBattery(ups: Ups, now: number): number {
  const sinceReport = ups.reachable ? (secondsSince(ups.last_seen_at, now) ?? 0) : 0;
  return ups.on_battery_seconds + Math.max(0, sinceReport);
}

/** Steps by state. */
export function countSteps(steps: Step[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const step of steps) counts[step.state] = (counts[step.state] ?? 0) + 1;
  return counts;
}

/** Since when the state that a UPS shows is true; of plain battery it is the time on battery. */
export function secondsInState(ups: Ups, now: number): number {
  if (ups.state === "on_battery" || !ups.state_since) return secondsOnBattery(ups, now);
  return Math.max(0, secondsSince(ups.state_since, now) ?? 0);
}

/** Steps by what came of them. A skipped step is not done, and neither is a failed one. */
export interface Progress {
  done: number;
  failed: number;
  skipped: number;
  inFlight: number;
  waiting: number;
  total: number;
}

const failures = new Set(["failed", "timed_out", "unknown"]);
const moving = new Set(["intent", "sent", "accepted"]);

/** How far a run is, from its counts of steps by state; null while its plan is unknown. */
export function progressOf(run: Pick<Run, "counts">): Progress | null {
  if (!run.counts) return null;
  const counts = run.counts;
  const sum = (states: Set<string>) =>
    Object.entries(counts).reduce((total, [state, count]) => total + (states.has(state) ? count : 0), 0);
  return {
    done: counts.confirmed ?? 0,
    failed: sum(failures),
    skipped: counts.skipped ?? 0,
    inFlight: sum(moving),
    waiting: counts.planned ?? 0,
    total: Object.values(counts).reduce((a, b) => a + b, 0),
  };
}
