import { type InfiniteData, QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import { keys } from "@/lib/api/queries";
import type { Host, Outage, Policy, PowerEvent, Run, Sample, Step, SystemStatus, Ups } from "@/lib/api/types";
import {
  aHost,
  anEvent,
  anOutage,
  anUps,
  aPolicy,
  aRun,
  aSample,
  aStep,
  at,
  onBattery,
  uuid,
} from "@/testing/fixtures";
import { aMode, aStatus } from "@/testing/system-fixtures";
import { applyMessage, matchesFilter } from "./cache";

const now = Date.parse("2026-05-02T08:00:00Z");
const steps = [aStep(0, { state: "sent" }), aStep(1)];
let client: QueryClient;

const apply = (type: string, data: unknown) => applyMessage(client, { type, data });
const cached = <T>(key: readonly unknown[]) => client.getQueryData<T>(key);
const stale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;

function eventPages(items: PowerEvent[]): InfiniteData<{ items: PowerEvent[]; next_cursor: null }, string> {
  return { pages: [{ items, next_cursor: null }], pageParams: [""] };
}

beforeEach(() => {
  client = new QueryClient();
  client.setQueryData<Ups[]>(keys.ups, [anUps(now)]);
  client.setQueryData<Run[]>(keys.runs, [aRun(now, { counts: { sent: 1, planned: 1 } })]);
  client.setQueryData<Run>(keys.run(uuid(100)), aRun(now, { steps }));
  client.setQueryData<Policy[]>(keys.policies, [aPolicy(now)]);
  client.setQueryData<Host[]>(keys.hosts, [aHost()]);
  client.setQueryData<Outage[]>(keys.outages, []);
  client.setQueryData<SystemStatus>(keys.status, aStatus(now));
});

describe("UPSs", () => {
  it("CON-41: ups_status replaces the UPS of the same id", () => {
    apply("ups_status", onBattery(now, { last_seen_at: at(now, -5) }));
    expect(cached<Ups[]>(keys.ups)).toMatchObject([{ id: "rack-a@lab", state: "on_battery", battery_percent: 62 }]);
  });

  it("CON-42: a status older than the known one is ignored", () => {
    apply("ups_status", onBattery(now, { last_seen_at: at(now, 60) }));
    expect(cached<Ups[]>(keys.ups)?.[0]?.state).toBe("on_mains");
  });

  it("CON-41: ups.added and ups.removed change the list", () => {
    apply("ups.added", anUps(now, { id: "new@lab" }));
    expect(cached<Ups[]>(keys.ups)?.map(({ id }) => id)).toEqual(["new@lab", "rack-a@lab"]);
    apply("ups.removed", { id: "rack-a@lab" });
    expect(cached<Ups[]>(keys.ups)?.map(({ id }) => id)).toEqual(["new@lab"]);
  });

  it("CON-41: values are appended to the loaded series, one point per 30 s and none from a silent UPS", () => {
    client.setQueryData<Sample[]>(keys.samples("1h"), [aSample(now, "rack-a@lab", 60, 100, 30, "on_mains")]);
    apply("ups_status", anUps(now, { last_seen_at: at(now, 40) }));
    expect(cached<Sample[]>(keys.samples("1h"))).toHaveLength(1);
    apply("ups_status", anUps(now, { last_seen_at: at(now, 29), battery_percent: 99 }));
    apply("ups_status", anUps(now, { last_seen_at: at(now, -60), reachable: false }));
    const series = cached<Sample[]>(keys.samples("1h"));
    expect(series).toHaveLength(2);
    expect(series?.[1]?.fields?.battery_percent?.avg).toBe(99);
  });
});

describe("events", () => {
  it("CON-41: an event is put before the others, in every list whose filter it matches, and once only", () => {
    client.setQueryData(keys.eventList({}), eventPages([anEvent(now, 3)]));
    client.setQueryData(keys.eventList({ severity: "error" }), eventPages([]));
    const event = anEvent(now, 1);
    apply("event", event);
    apply("event", event);
    const items = (filter: object) => cached<ReturnType<typeof eventPages>>(keys.eventList(filter))?.pages[0]?.items;
    expect(items({})?.map(({ id }) => id)).toEqual([uuid(701), uuid(703)]);
    expect(items({ severity: "error" })).toEqual([]);
  });

  it.each([
    [{}, true],
    [{ severity: "warn" as const }, true],
    [{ severity: "error" as const }, false],
    [{ ups_id: "rack-b@lab" }, true],
    [{ ups_id: "rack-a@lab" }, false],
    [{ q: "LOST rack" }, true],
    [{ q: "restored" }, false],
  ])("CON-57: the filter %j takes the loss of mains: %s", (filter, taken) =>
    expect(matchesFilter(anEvent(now, 1), filter)).toBe(taken),
  );
});

describe("runs", () => {
  const id = uuid(100);

  it("CON-41: run.created puts the run into the list, and counts no part of its plan", () => {
    const run = aRun(now, { id: uuid(101), steps });
    apply("run.created", { run_id: run.id, run_seq: run.run_seq, state: run.state, run });
    expect(cached<Run[]>(keys.runs)?.map((other) => other.id)).toEqual([uuid(101), id]);
    expect(cached<Run[]>(keys.runs)?.[0]?.counts).toBeUndefined();
    expect(stale(keys.runs)).toBe(true);
  });

  it("CON-41: step.state patches one step and the counts of the list", () => {
    apply("step.state", { run_id: id, run_seq: 6, steps: [{ ...steps[0], state: "confirmed", duration_ms: 900 }] });
    expect(cached<Run>(keys.run(id))?.steps?.map(({ state }) => state)).toEqual(["confirmed", "planned"]);
    expect(cached<Run[]>(keys.runs)?.[0]?.counts).toEqual({ confirmed: 1, planned: 1 });
  });

  it("CON-41: step.state with a single step is read, too", () => {
    apply("step.state", { run_id: id, run_seq: 6, step: { ...steps[1], state: "intent" } });
    expect(cached<Run>(keys.run(id))?.steps?.map(({ state }) => state)).toEqual(["sent", "intent"]);
  });

  it("CON-42: a change older than the known run is ignored", () => {
    apply("step.state", { run_id: id, run_seq: 4, steps: [{ ...steps[0], state: "planned" }] });
    apply("run.state", { run_id: id, run_seq: 4, state: "accepted" });
    expect(cached<Run>(keys.run(id))).toMatchObject({ state: "running", steps: [{ state: "sent" }, {}] });
  });

  it("CON-41: run.state changes state and result where the run is known", () => {
    apply("run.state", { run_id: id, run_seq: 7, state: "held", phase: null, result: null });
    expect(cached<Run>(keys.run(id))).toMatchObject({ state: "held", steps: [{}, {}] });
    expect(cached<Run[]>(keys.runs)?.[0]?.state).toBe("held");
  });

  it("CON-42: a run that is not known is asked for", () => {
    apply("run.state", { run_id: uuid(555), run_seq: 1, state: "running" });
    expect(stale(keys.runs)).toBe(true);
  });

  it("CON-41: run.closed keeps the steps that did not change last, and reads the record once more", () => {
    const last: Step = { ...aStep(1), state: "confirmed" };
    const run = aRun(now, { state: "done", result: "succeeded", steps: [last], ended_at: at(now, 0) });
    apply("run.closed", { run_id: id, run_seq: 9, state: "done", result: "succeeded", run });
    expect(cached<Run>(keys.run(id))).toMatchObject({
      state: "done",
      steps: [{ state: "sent" }, { state: "confirmed" }],
    });
    expect([stale(keys.run(id)), stale(keys.runs)]).toEqual([true, true]);
  });
});

describe("the rest", () => {
  it("CON-41: outage.updated sets the outage", () => {
    apply("outage.updated", anOutage(now));
    apply("outage.updated", anOutage(now, { ended_at: at(now, 0) }));
    expect(cached<Outage[]>(keys.outages)).toMatchObject([{ id: uuid(900), ended_at: at(now, 0) }]);
  });

  it("CON-41: policy.changed and policy.deleted patch the list", () => {
    apply("policy.changed", aPolicy(now, { enabled: false }));
    expect(cached<Policy[]>(keys.policies)).toMatchObject([{ enabled: false }]);
    apply("policy.deleted", { id: uuid(10) });
    expect(cached<Policy[]>(keys.policies)).toEqual([]);
  });

  it("CON-41: host.changed patches the host, inventory.changed asks again", () => {
    apply("host.changed", aHost({ state: "error" }));
    expect(cached<Host[]>(keys.hosts)).toMatchObject([{ state: "error" }]);
    apply("inventory.changed", { host_id: "pve1", added: 1 });
    expect(stale(keys.hosts)).toBe(true);
  });

  it("CON-41: system.mode sets the mode at once, system.status asks again", () => {
    apply("system.mode", aMode({ armed: false, effective: "dry_run" }));
    expect(cached<SystemStatus>(keys.status)?.mode.armed).toBe(false);
    apply("system.status", { name: "disk" });
    expect(stale(keys.status)).toBe(true);
  });

  it("CON-42: a gap in the replay asks for everything once", () => {
    apply("replay.gap", { topic: "ups", oldest: 4 });
    expect([keys.ups, keys.runs, keys.hosts].map(stale)).toEqual([true, true, true]);
  });

  it("CON-41: types that are not known change nothing", () => {
    apply("something.new", { id: "rack-a@lab" });
    apply("__proto__", { id: "rack-a@lab" });
    expect(cached<Ups[]>(keys.ups)).toEqual([anUps(now)]);
  });
});
