import type { Me, SystemMode, SystemStatus } from "@/lib/api/types";
import { at, uuid } from "./fixtures";

export const aMode = (change: Partial<SystemMode> = {}): SystemMode => ({
  armed: true,
  maintenance: false,
  maintenance_until: null,
  hold: false,
  hold_until: null,
  effective: "live",
  ...change,
});

export const aStatus = (now: number, mode: Partial<SystemMode> = {}): SystemStatus => ({
  status: "ok",
  started_at: at(now, 90_000),
  uptime_seconds: 90_000,
  mode: aMode(mode),
  components: [],
  ups: { total: 2, on_battery: 0, unknown: 0 },
  policies: { enabled: 2, armed: 1, invalid: 0 },
  runs: { active: 0 },
  instance_id: "walnut-1",
  epoch: 1,
});

export const aPerson = (change: Partial<Me> = {}): Me => ({
  id: uuid(1),
  email: "anna@example.net",
  display_name: "Anna",
  role: "admin",
  auth: "password",
  step_up_until: null,
  session_id: uuid(2),
  scopes: [],
  locale: null,
  weak_password: false,
  must_change_password: false,
  ...change,
});
