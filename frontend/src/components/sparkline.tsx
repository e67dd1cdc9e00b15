import { clsx } from "clsx";
import type { Tone } from "@/lib/power-state";
import { SLACK_MS } from "@/lib/samples";

export interface Point {
  /** Epoch ms. */
  at: number;
  /** The moment up to which the value speaks. */
  end: number;
  value: number | null;
  min: number | null;
  max: number | null;
}

const WIDTH = 240;
const HEIGHT = 44;

interface Frame {
  from: number;
  to: number;
  max: number;
}

const xIn = ({ from, to }: Frame, at: number) =>
  ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * WIDTH;
const yIn = ({ max }: Frame, value: number) => HEIGHT - 2 - (Math.min(max, value) / max) * (HEIGHT - 4);
const point = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;

const drawn = ({ from, to }: Frame, { value, at, end }: Point) => value !== null && end > from && at < to;

const follows = (before: Point | undefined, next: Point) =>
  before !== undefined && before.value !== null && next.at - before.end <= SLACK_MS;

/** Line through the means; a missing value or a gap breaks it, nothing is interpolated. Each ends where its bucket ends. */
export function sparkPath(points: Point[], frame: Frame): string {
  let path = "";
  points.forEach((each, index) => {
    if (each.value === null || !drawn(frame, each)) return;
    const y = yIn(frame, each.value);
    path += `${follows(points[index - 1], each) && path ? "L" : "M"}${point(xIn(frame, each.at), y)}`;
    const next = points[index + 1];
    const until = next && follows(each, next) ? next.at : each.end;
    if (!next || next.value === null || !follows(each, next) || each.end - each.at > 2 * SLACK_MS) {
      path += `L${point(xIn(frame, until), y)}`;
    }
  });
  return path;
}

/** From the least to the greatest value of each bucket, so that a dip of one sample shows. */
export function sparkBand(points: Point[], frame: Frame): string {
  return points
    .filter((each) => drawn(frame, each) && each.min !== null && each.max !== null && each.min < each.max)
    .map(({ at, end, min, max }) => {
      const [left, right] = [xIn(frame, at), xIn(frame, end)];
      const [top, bottom] = [yIn(frame, max ?? 0), yIn(frame, min ?? 0)];
      return `M${point(left, top)}L${point(right, top)}L${point(right, bottom)}L${point(left, bottom)}Z`;
    })
    .join("");
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
  const frame = { from, to, max: 100 };
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="bg-sunken block h-11 w-full rounded-sm"
    >
      <path d={sparkBand(load, frame)} className="text-muted" fill="currentColor" opacity={0.25} />
      <path
        d={sparkBand(charge, frame)}
        className={clsx(strokes[tone] ?? "text-unknown")}
        fill="currentColor"
        opacity={0.25}
      />
      <path
        d={sparkPath(load, frame)}
        className="text-muted"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeDasharray="3 3"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={sparkPath(charge, frame)}
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
