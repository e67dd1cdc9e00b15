import { clsx } from "clsx";
import type { Tone } from "@/lib/power-state";

export interface Point {
  /** Epoch ms. */
  at: number;
  value: number | null;
}

const WIDTH = 240;
const HEIGHT = 44;

/** Path through the points; a missing value or a gap longer than `gapMs` breaks the line, nothing is interpolated. */
export function sparkPath(points: Point[], from: number, to: number, max: number, gapMs: number): string {
  const span = Math.max(1, to - from);
  let path = "";
  let previous: Point | null = null;
  for (const point of points) {
    if (point.value !== null && point.at >= from && point.at <= to) {
      const x = (((point.at - from) / span) * WIDTH).toFixed(1);
      const y = (HEIGHT - 2 - (Math.min(max, point.value) / max) * (HEIGHT - 4)).toFixed(1);
      const joined = previous !== null && previous.value !== null && point.at - previous.at <= gapMs;
      path += `${joined ? "L" : "M"}${x} ${y}`;
    }
    previous = point;
  }
  return path;
}

const strokes: Partial<Record<Tone, string>> = { ok: "text-ok", battery: "text-battery", critical: "text-critical" };

interface SparklineProps {
  charge: Point[];
  load: Point[];
  from: number;
  to: number;
  tone: Tone;
  label: string;
}

/** Charge (solid) and load (dashed) of the last hour, both in percent. */
export function Sparkline({ charge, load, from, to, tone, label }: SparklineProps) {
  const gap = (to - from) / 20;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="bg-sunken block h-11 w-full rounded-sm"
    >
      <path
        d={sparkPath(load, from, to, 100, gap)}
        className="text-muted"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeDasharray="3 3"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={sparkPath(charge, from, to, 100, gap)}
        className={clsx(strokes[tone] ?? "text-unknown")}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
