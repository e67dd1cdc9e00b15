import type { Point } from "@/components/sparkline";
import type { Run, Sample, Ups } from "@/lib/api/types";
import { isLive } from "@/lib/outage";
import { beginOf, endOf, inOrder, SLACK_MS } from "@/lib/samples";
import { type Tone, upsLook, urgency } from "@/lib/power-state";

/** Worst first, then by name. */
export const byUrgency = (upss: Ups[]): Ups[] =>
  upss.toSorted((a, b) => urgency(a.state) - urgency(b.state) || a.display_name.localeCompare(b.display_name));

/** One field of one UPS as points; a bucket contributes its mean between its minimum and maximum. */
export function series(samples: Sample[], upsId: string, field: string): Point[] {
  return inOrder(samples.filter((sample) => sample.ups_id === upsId)).map((sample) => {
    const bucket = sample.fields?.[field];
    return {
      at: beginOf(sample),
      end: endOf(sample),
      value: bucket?.avg ?? null,
      min: bucket?.min ?? null,
      max: bucket?.max ?? null,
    };
  });
}

export type BandKind = "mains" | "battery" | "low" | "test" | "unknown";

export interface Band {
  kind: BandKind;
  from: number;
  to: number;
}

const kinds: Partial<Record<Tone, BandKind>> = { battery: "battery", critical: "low", info: "test", ok: "mains" };

/** `bypass` and an old battery are warnings, but mains are there. */
const mainsAnyway = new Set(["bypass", "alarm", "replace_battery", "overloaded"]);

const bandKind = (state: string | undefined): BandKind =>
  !state ? "unknown" : mainsAnyway.has(state) ? "mains" : (kinds[upsLook(state).tone] ?? "unknown");

/**
 * Stretches of equal power state between `from` and `to`. A sample speaks for its own length and a little more; what
 * no sample speaks for is unknown, never the state before it.
 */
export function bands(samples: Sample[], upsId: string, from: number, to: number): Band[] {
  const own = inOrder(samples.filter((sample) => sample.ups_id === upsId)).map((sample) => ({
    at: beginOf(sample),
    end: endOf(sample),
    kind: bandKind(sample.state),
  }));
  const result: Band[] = [];
  const add = (kind: BandKind, start: number, end: number) => {
    const band = { kind, from: Math.max(from, start), to: Math.min(to, end) };
    if (band.to <= band.from) return;
    const last = result.at(-1);
    if (last?.kind === kind && last.to >= band.from) last.to = band.to;
    else result.push(band);
  };
  let covered = from;
  own.forEach((sample, index) => {
    add("unknown", covered, sample.at);
    covered = Math.min(own[index + 1]?.at ?? to, sample.end + SLACK_MS);
    add(sample.kind, sample.at, covered);
  });
  add("unknown", covered, to);
  return result;
}

/** Live runs first, then the newest, five in all. */
export const recentRuns = (runs: Run[]): Run[] =>
  runs
    .filter((run) => run.state !== "suppressed")
    .toSorted((a, b) => Number(isLive(b)) - Number(isLive(a)) || b.created_at.localeCompare(a.created_at))
    .slice(0, 5);

/** How many of a list carry each state, most frequent first. */
export function countBy<T>(items: T[], key: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
