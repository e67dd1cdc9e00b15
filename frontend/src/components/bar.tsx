import { clsx } from "clsx";
import type { Tone } from "@/lib/power-state";

const fills: Partial<Record<Tone, string>> = {
  ok: "bg-ok",
  battery: "bg-battery hatched",
  critical: "bg-critical cross-hatched",
  info: "bg-info",
};

/** A level from 0 to 100. The tone also has its own hatching. */
export function Bar({ percent, tone, label }: { percent: number | null; tone: Tone; label: string }) {
  const known = percent !== null;
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.round(percent) : undefined}
      aria-valuetext={known ? undefined : "unknown"}
      className={clsx("bg-sunken h-2.5 w-full overflow-hidden rounded-full border", !known && "dotted")}
    >
      {known && (
        <div
          className={clsx("bar-fill h-full rounded-full", fills[tone] ?? "bg-unknown dotted")}
          style={{ width: `${Math.min(100, Math.max(0, percent))}%` }}
        />
      )}
    </div>
  );
}
