import type { Host, Policy, PowerEvent, Run, Sample, Step } from "@/lib/api/types";
import { aHost, anEvent, aPolicy, aRun, aSample, aStep, at, uuid } from "./fixtures";

/** An hour of buckets; the last `outageSeconds` of it without mains. */
export function history(now: number, upsId: string, outageSeconds: number, load: number): Sample[] {
  return Array.from({ length: 119 }, (_, index) => {
    const ago = 3570 - index * 30;
    const away = Math.max(0, outageSeconds - ago);
    const wave = load + Math.sin(index / 5) * 4 + ((index * 7) % 5) / 2;
    return aSample(now, upsId, ago, Math.max(5, 100 - away * 0.5), wave, away > 0 ? "on_battery" : "on_mains");
  });
}

export const shutdownSteps = (now: number): Step[] => [
  aStep(0, { target_name: "web-1", state: "confirmed", duration_ms: 11_200, ended_at: at(now, 30) }),
  aStep(1, { target_name: "web-2", state: "confirmed", duration_ms: 14_800, ended_at: at(now, 26) }),
  aStep(2, { target_name: "db-1", stage: 1, state: "accepted", started_at: at(now, 20), deadline_at: at(now, -70) }),
  aStep(3, { target_name: "nas1", stage: 2, host_id: "nas1", target_id: "host:nas1", capability: "host.power" }),
  aStep(4, { target_name: "pve1", stage: 3, host_id: "pve1", target_id: "host:pve1", capability: "host.power" }),
];

export const finishedRun = (now: number): Run =>
  aRun(now, {
    id: uuid(90),
    state: "done",
    result: "partial",
    severity: "error",
    policy_name: "Shed test systems",
    summary: "Executed 4 actions (1 failed)",
    created_at: at(now, 172_800),
    ended_at: at(now, 172_710),
    outage_id: null,
    counts: { confirmed: 3, failed: 1 },
  });

export const dryRun = (now: number): Run =>
  aRun(now, {
    id: uuid(91),
    kind: "manual",
    mode: "dry_run",
    state: "done",
    result: "succeeded",
    severity: "info",
    summary: "Would execute 5 actions",
    created_at: at(now, 5400),
    ended_at: at(now, 5396),
    outage_id: null,
    counts: { confirmed: 5 },
  });

export const hosts = (now: number): Host[] => [
  aHost({ inventory_at: at(now, 40) }),
  aHost({
    id: "nas1",
    numeric_id: 2,
    name: "nas1",
    type_name: "Linux over SSH",
    address: "10.4.0.20",
    target_counts: { host: 1 },
    inventory_at: at(now, 50),
  }),
  aHost({
    id: "core-switch",
    numeric_id: 3,
    name: "Core switch with a rather long display name",
    type_name: "PoE switch over SNMP",
    state: "error",
    state_reason: "SNMP GET to 10.4.0.2:161 got no answer in 5 s",
    address: "10.4.0.2",
    target_counts: { "poe-port": 24, switch: 1 },
    protected_by: [],
    feeds: ["rack-a@lab", "rack-b@lab"],
    inventory_at: at(now, 5400),
  }),
];

export const quietEvents = (now: number): PowerEvent[] => [
  anEvent(now, 40, {
    name: "integration_failed",
    severity: "error",
    message: "core-switch does not answer: SNMP GET to 10.4.0.2:161 got no answer in 5 s",
    subject: { kind: "integration", id: "core-switch" },
    outage_id: null,
  }),
  anEvent(now, 60, {
    name: "battery_test_passed",
    severity: "info",
    message: "Rack A passed its battery test",
    subject: { kind: "ups", id: "rack-a@lab" },
    outage_id: null,
  }),
  anEvent(now, 900, {
    name: "policy_armed",
    severity: "info",
    message: "anna@example.net armed “Stop the rack in order”",
    subject: { kind: "policy", id: uuid(10) },
    outage_id: null,
  }),
  anEvent(now, 4000, {
    name: "mains_restored",
    severity: "info",
    message: "Rack B is back on mains after 1 m 12 s",
    outage_id: null,
  }),
  anEvent(now, 4003, { outage_id: null }),
];

export const policies = (now: number): Policy[] => [
  aPolicy(now, {
    id: uuid(11),
    name: "Shed test systems early",
    armed: false,
    effective: "dry_run",
    priority: 50,
    summary: "When any UPS goes on battery for 10 s, and if its load is above 60 %, then suspend 4 VMs on pve1.",
    ups: [],
    last_dry_run: null,
    findings: [
      {
        severity: "warn",
        phase: "compile",
        pointer: "/actions/0/selector",
        code: "stale_inventory",
        message: "The inventory of pve1 is 3 h old.",
        hint: null,
      },
    ],
    severity: "warn",
  }),
  aPolicy(now),
  aPolicy(now, {
    id: uuid(12),
    name: "Weekend test",
    enabled: false,
    armed: false,
    effective: "off",
    status: "disabled",
    priority: 200,
    summary: "Every Saturday at 04:00, run a battery test on Rack A.",
    target_count: null,
  }),
];
