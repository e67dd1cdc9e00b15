/** How a state is drawn. Each tone has its own colour token and each shape is told apart without colour. */
export type Tone = "ok" | "battery" | "critical" | "info" | "unknown" | "off" | "dry-run" | "text";

export type Shape =
  "tick" | "bolt" | "alert" | "info" | "question" | "dash" | "flask" | "shield" | "clock" | "ring" | "pause";

export interface Look {
  tone: Tone;
  shape: Shape;
}

const look = (tone: Tone, shape: Shape): Look => ({ tone, shape });

const ok = look("ok", "tick");
const battery = look("battery", "bolt");
const critical = look("critical", "alert");
const info = look("info", "info");
const unknown = look("unknown", "question");
const off = look("off", "dash");

const upsLooks: Record<string, Look> = {
  on_mains: ok,
  on_battery: battery,
  low_battery: critical,
  critical,
  forced_shutdown: critical,
  overloaded: critical,
  alarm: battery,
  replace_battery: battery,
  bypass: battery,
  calibrating: info,
  testing: info,
  off,
  comm_lost: unknown,
  unknown,
};

/** Words that the server may add later are drawn as unknown, never as healthy. */
export const upsLook = (state: string): Look => upsLooks[state] ?? unknown;

export const knownUpsState = (state: string) => state in upsLooks;

const upsOrder = [
  "forced_shutdown",
  "critical",
  "low_battery",
  "comm_lost",
  "on_battery",
  "off",
  "bypass",
  "overloaded",
  "alarm",
  "replace_battery",
  "calibrating",
  "testing",
  "unknown",
  "on_mains",
];

/** Smaller is worse. */
export function urgency(state: string): number {
  const place = upsOrder.indexOf(state);
  return place < 0 ? upsOrder.indexOf("unknown") : place;
}

const stepLooks: Record<string, Look> = {
  planned: look("off", "clock"),
  intent: look("info", "ring"),
  sent: look("info", "ring"),
  accepted: look("info", "ring"),
  confirmed: ok,
  failed: critical,
  timed_out: critical,
  skipped: off,
  unknown,
};

export const stepLook = (state: string): Look => stepLooks[state] ?? unknown;

const runLooks: Record<string, Look> = {
  accepted: look("off", "clock"),
  running: look("info", "ring"),
  committed: look("info", "ring"),
  finishing: look("info", "ring"),
  held: look("battery", "pause"),
  suppressed: off,
  cancelled: off,
};

const resultLooks: Record<string, Look> = {
  succeeded: ok,
  partial: battery,
  failed: critical,
  planning_failed: critical,
  lock_timeout: critical,
};

export function runLook(state: string, result: string | null | undefined): Look {
  if (state === "done") return resultLooks[result ?? ""] ?? off;
  return runLooks[state] ?? unknown;
}

export const severityLook = (severity: string): Look =>
  ({ info, warn: battery, error: critical, blocker: critical })[severity] ?? unknown;

const hostLooks: Record<string, Look> = {
  connected: ok,
  degraded: battery,
  error: critical,
  needs_review: battery,
  type_unavailable: off,
};

export const hostLook = (state: string): Look => hostLooks[state] ?? unknown;
