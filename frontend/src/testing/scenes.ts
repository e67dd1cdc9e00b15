import type { Host, Outage, Policy, PowerEvent, Run, Sample, SystemStatus, Ups } from "@/lib/api/types";
import { countSteps } from "@/lib/outage";
import { anEvent, anOutage, anUps, aRun, aStep, at, onBattery, uuid } from "./fixtures";
import { dryRun, finishedRun, history, hosts, policies, quietEvents, shutdownSteps } from "./scene-parts";
import { aStatus } from "./system-fixtures";

/** All that the API answers at one moment of a story. */
export interface Scene {
  ups: Ups[];
  samples: Sample[];
  events: PowerEvent[];
  outages: Outage[];
  policies: Policy[];
  runs: Run[];
  hosts: Host[];
  status: SystemStatus;
}

/** A quiet day. */
export function mains(now: number): Scene {
  return {
    ups: [
      anUps(now),
      anUps(now, {
        id: "rack-b@lab",
        name: "rack-b",
        display_name: "Rack B",
        load_percent: 44,
        power_watts: 640,
        runtime_seconds: 1720,
      }),
    ],
    samples: [...history(now, "rack-a@lab", 0, 31), ...history(now, "rack-b@lab", 0, 44)],
    events: quietEvents(now),
    outages: [],
    policies: policies(now),
    runs: [dryRun(now), finishedRun(now)],
    hosts: hosts(now),
    status: aStatus(now),
  };
}

/** Rack B is on battery and its shutdown is under way. */
export function outage(now: number): Scene {
  const quiet = mains(now);
  const steps = shutdownSteps(now);
  const event = anEvent(now, 2.4);
  const run = aRun(now, {
    steps,
    counts: countSteps(steps),
    event,
    triggers: [
      {
        index: 0,
        subject: "rack-b@lab",
        state: "met",
        since: at(now, 44),
        due_at: null,
        value: null,
        age_seconds: 1,
      },
    ],
    conditions: [{ pointer: "/conditions/all/0", value: 62, age_seconds: 1, verdict: "true" }],
  });
  return {
    ...quiet,
    ups: [
      quiet.ups[0] ?? anUps(now),
      onBattery(now, { id: "rack-b@lab", name: "rack-b", display_name: "Rack B", load_percent: 44, power_watts: 640 }),
    ],
    samples: [...history(now, "rack-a@lab", 0, 31), ...history(now, "rack-b@lab", 76, 44)],
    events: [
      ...["web-1", "web-2"].map((name, index) =>
        anEvent(now, 1 + index * 0.2, {
          id: uuid(800 + index),
          name: "step_confirmed",
          severity: "info",
          message: `${name} is shut down`,
          subject: { kind: "target", id: `pve1/vm:${101 + index}` },
        }),
      ),
      anEvent(now, 1.5, {
        id: uuid(810),
        name: "run_started",
        severity: "warn",
        message: "Run of “Stop the rack in order” started: 5 steps in 4 stages",
        subject: { kind: "policy", id: uuid(10) },
      }),
      event,
      ...quiet.events,
    ],
    outages: [anOutage(now)],
    runs: [run, ...quiet.runs],
    status: { ...quiet.status, runs: { active: 1 }, ups: { total: 2, on_battery: 1, unknown: 0 } },
  };
}

/** Mains are back and what was stopped is being started. */
export function recovery(now: number): Scene {
  const before = outage(now);
  const steps = [
    aStep(0, {
      verb: "start",
      target_name: "pve1",
      host_id: "pve1",
      target_id: "host:pve1",
      state: "confirmed",
      duration_ms: 38_000,
    }),
    aStep(1, { verb: "start", target_name: "db-1", stage: 1, state: "sent", deadline_at: at(now, -95) }),
    aStep(2, { verb: "start", target_name: "web-1", stage: 2 }),
    aStep(3, { verb: "start", target_name: "web-2", stage: 2 }),
  ];
  const stopped = shutdownSteps(now).map((step) => ({ ...step, state: "confirmed" as const, duration_ms: 15_000 }));
  const done = aRun(now, {
    state: "done",
    result: "succeeded",
    steps: stopped,
    counts: { confirmed: 5 },
    created_at: at(now, 380),
    ended_at: at(now, 240),
    summary: "Executed 5 actions",
  });
  const run = aRun(now, { id: uuid(101), kind: "recovery", parent_run: uuid(100), steps, counts: countSteps(steps) });
  return {
    ...before,
    ups: before.ups.map((ups) => ({
      ...ups,
      state: "on_mains",
      flags: ["CHRG", "OL"],
      power_source: "mains" as const,
      input_voltage: 230,
      on_battery_seconds: 0,
      outage_id: null,
    })),
    outages: [anOutage(now, { ended_at: at(now, 60), duration_seconds: 210 })],
    runs: [run, done, ...mains(now).runs],
  };
}

/** The worst night: low battery, a silent UPS, and names that do not fit. */
export function trouble(now: number): Scene {
  const before = outage(now);
  return {
    ...before,
    ups: [
      onBattery(now, {
        id: "rack-b@lab",
        display_name: "Rack B in the basement beside the old boiler",
        state: "low_battery",
        flags: ["DISCHRG", "LB", "OB"],
        battery_percent: 9,
        runtime_seconds: null,
        critical: true,
      }),
      anUps(now, {
        state: "comm_lost",
        reachable: false,
        cause: "DATA-STALE",
        last_seen_at: at(now, 138),
        flags: ["OL"],
      }),
      anUps(now, {
        id: "desk@lab",
        display_name: "Desk",
        state: "testing",
        flags: ["OB", "TEST"],
        power_source: "battery",
        battery_percent: 97,
      }),
    ],
    status: aStatus(now, { armed: false, effective: "dry_run" }),
  };
}

/** Just installed. */
export const empty = (now: number): Scene => ({
  ups: [],
  samples: [],
  events: [],
  outages: [],
  policies: [],
  runs: [],
  hosts: [],
  status: aStatus(now, { armed: false, effective: "dry_run" }),
});

export const scenes = { mains, outage, recovery, trouble, empty };

export type SceneName = keyof typeof scenes;
