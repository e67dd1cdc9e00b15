/** What stands where no value was measured. */
export const missing = "–";

const language = () => document.documentElement.lang || "en";

/** A number with at most `digits` decimals and its unit, or the sign for "missing". */
export function formatNumber(value: number | null | undefined, unit = "", digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const text = new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
  return unit ? `${text} ${unit}` : text;
}

const parsed = (at: string | null | undefined) => {
  const time = at ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
};

/** Time of day with seconds, in the browser's zone. */
export function formatTime(at: string | null | undefined): string {
  const time = parsed(at);
  if (!time) return missing;
  return new Intl.DateTimeFormat(language(), {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(time);
}

export function formatDay(at: string | null | undefined): string {
  const time = parsed(at);
  if (!time) return missing;
  return new Intl.DateTimeFormat(language(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(time);
}

/** Day and time, short. */
export function formatDateTime(at: string | null | undefined): string {
  const time = parsed(at);
  if (!time) return missing;
  return new Intl.DateTimeFormat(language(), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(time);
}

/** Seconds from `at` to `now` (epoch ms), or null when there is no such time. */
export function secondsSince(at: string | null | undefined, now: number): number | null {
  const time = parsed(at);
  return time ? (now - time.getTime()) / 1000 : null;
}
