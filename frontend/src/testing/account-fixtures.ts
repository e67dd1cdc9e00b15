import type { components } from "@/lib/api/schema";
import { at, uuid } from "./fixtures";

type Schemas = components["schemas"];

export const aUser = (now: number, change: Partial<Schemas["User"]> = {}): Schemas["User"] => ({
  id: uuid(1),
  email: "anna@example.net",
  display_name: "Anna",
  role: "admin",
  active: true,
  auth: "password",
  created_at: at(now, 90_000),
  last_login_at: at(now, 600),
  locked_until: null,
  invited_until: null,
  weak_password: false,
  oidc_linked: false,
  version: 3,
  ...change,
});

export const aSession = (now: number, change: Partial<Schemas["Session"]> = {}): Schemas["Session"] => ({
  id: uuid(2),
  kind: "password",
  created_at: at(now, 900),
  last_used_at: at(now, 5),
  expires_at: at(now, -90_000),
  ip: "192.0.2.7",
  user_agent: "Firefox",
  current: false,
  ...change,
});

export const aToken = (now: number, change: Partial<Schemas["Token"]> = {}): Schemas["Token"] => ({
  id: uuid(70),
  user_id: uuid(1),
  name: "grafana",
  prefix: "wnt_Ab12",
  scopes: ["read", "metrics"],
  allow_ips: [],
  expires_at: at(now, -9_000_000),
  last_used_at: at(now, 60),
  last_used_ip: "192.0.2.9",
  created_at: at(now, 9_000),
  ...change,
});

export const aGroup = (change: Partial<Schemas["SettingGroup"]> = {}): Schemas["SettingGroup"] => ({
  name: "polling",
  version: 4,
  values: { poll_interval: "5s", dead_time: "20s", fast_interval: "1s" },
  origin: { poll_interval: "environment", dead_time: "stored", fast_interval: "default" },
  locked: ["poll_interval"],
  restart_required: [],
  ...change,
});
