import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { type EventFilter, keys } from "@/lib/api/queries";
import type {
  Host,
  Outage,
  Policy,
  PowerEvent,
  Run,
  Sample,
  Step,
  SystemMode,
  SystemStatus,
  Ups,
} from "@/lib/api/types";
import { countSteps } from "@/lib/outage";
import type { LiveMessage } from "./message";

const SAMPLE_STEP_MS = 30_000;

type Identified = { id: string };

/** Replaces the item of the same id in place, or puts a new one first. */
export function upsert<T extends Identified>(items: T[] | undefined, item: T): T[] | undefined {
  if (!items) return items;
  const place = items.findIndex((other) => other.id === item.id);
  return place < 0 ? [item, ...items] : items.map((other, index) => (index === place ? item : other));
}

function setUps(client: QueryClient, ups: Ups) {
  client.setQueryData<Ups[]>(keys.ups, (known) => {
    const before = known?.find((other) => other.id === ups.id);
    const older = before?.last_seen_at && ups.last_seen_at && ups.last_seen_at < before.last_seen_at;
    return older ? known : upsert(known, ups);
  });
  client.setQueryData<Sample[]>(keys.samples("1h"), (known) => appendSample(known, ups));
}

const single = (value: number | null) => ({ min: value, max: value, avg: value, last: value });

/** Adds what a UPS just reported to the series already loaded, at most one point per 30 s. */
export function appendSample(samples: Sample[] | undefined, ups: Ups): Sample[] | undefined {
  if (!samples || !ups.last_seen_at || !ups.reachable) return samples;
  const at = Date.parse(ups.last_seen_at);
  const newest = samples.findLast((sample) => sample.ups_id === ups.id);
  if (newest?.at && at - Date.parse(newest.at) < SAMPLE_STEP_MS) return samples;
  const fields = { battery_percent: single(ups.battery_percent), load_percent: single(ups.load_percent) };
  return [...samples, { ups_id: ups.id, at: ups.last_seen_at, state: ups.state, flags: ups.flags, fields }];
}

export function matchesFilter(event: PowerEvent, filter: EventFilter): boolean {
  if (filter.severity && event.severity !== filter.severity) return false;
  if (filter.ups_id && event.subject.id !== filter.ups_id) return false;
  const words = (filter.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => event.message.toLowerCase().includes(word));
}

type EventPages = InfiniteData<{ items: PowerEvent[]; next_cursor: string | null }, string>;

function addEvent(client: QueryClient, event: PowerEvent) {
  for (const [queryKey] of client.getQueriesData<EventPages>({ queryKey: keys.events })) {
    if (!matchesFilter(event, queryKey[1] ?? {})) continue;
    client.setQueryData<EventPages>(queryKey, (known) => {
      const [first, ...rest] = known?.pages ?? [];
      if (!known || !first || known.pages.some((page) => page.items.some((other) => other.id === event.id)))
        return known;
      return { ...known, pages: [{ ...first, items: [event, ...first.items] }, ...rest] };
    });
  }
}

/** A record without steps, as lists and state changes carry it, keeps the steps that are known. */
function mergeRun(known: Run | undefined, next: Run): Run {
  if (known && known.run_seq > next.run_seq) return known;
  const steps = next.steps ?? known?.steps;
  return { ...known, ...next, steps, counts: steps ? countSteps(steps) : (next.counts ?? known?.counts) };
}

function setRun(client: QueryClient, run: Run) {
  client.setQueryData<Run>(keys.run(run.id), (known) => (known || run.steps ? mergeRun(known, run) : undefined));
  client.setQueryData<Run[]>(keys.runs, (list) =>
    upsert(
      list,
      mergeRun(
        list?.find((other) => other.id === run.id),
        run,
      ),
    ),
  );
}

function setStep(client: QueryClient, runId: string, runSeq: number | undefined, step: Step) {
  const run = client.getQueryData<Run>(keys.run(runId));
  if (!run?.steps) {
    void client.invalidateQueries({ queryKey: keys.run(runId) });
    return;
  }
  const seq = runSeq ?? run.run_seq;
  if (seq < run.run_seq) return;
  const known = run.steps.some((other) => other.id === step.id);
  const steps = known
    ? run.steps.map((other) => (other.id === step.id ? { ...other, ...step } : other))
    : [...run.steps, step].sort((a, b) => a.index - b.index);
  setRun(client, { ...run, run_seq: seq, steps });
}

/** The record stands in the data itself or under `run`, beside `run_id` and `run_seq`. */
const runOf = (data: unknown): Run | null => {
  const value = data as { run?: Run; id?: string };
  return value.run ?? (value.id ? (data as Run) : null);
};

type Effect = (client: QueryClient, data: unknown) => void;

const run: Effect = (client, data) => {
  const record = runOf(data);
  if (record) setRun(client, record);
  else void client.invalidateQueries({ queryKey: keys.runs });
};

const effects: Record<string, Effect> = {
  ups_status: (client, data) => setUps(client, data as Ups),
  "ups.added": (client, data) => setUps(client, data as Ups),
  "ups.removed": (client, data) =>
    client.setQueryData<Ups[]>(keys.ups, (known) => known?.filter((ups) => ups.id !== (data as Identified).id)),
  event: (client, data) => addEvent(client, data as PowerEvent),
  "outage.updated": (client, data) =>
    client.setQueryData<Outage[]>(keys.outages, (known) => upsert(known, data as Outage)),
  "run.created": run,
  "run.state": run,
  "run.closed": run,
  "step.state": (client, data) => {
    const { run_id, run_seq, step } = data as { run_id: string; run_seq?: number; step?: Step };
    setStep(client, run_id, run_seq, step ?? (data as Step));
  },
  "policy.changed": (client, data) =>
    client.setQueryData<Policy[]>(keys.policies, (known) => upsert(known, data as Policy)),
  "policy.deleted": (client, data) =>
    client.setQueryData<Policy[]>(keys.policies, (known) => known?.filter(({ id }) => id !== (data as Identified).id)),
  "host.changed": (client, data) => client.setQueryData<Host[]>(keys.hosts, (known) => upsert(known, data as Host)),
  "inventory.changed": (client) => void client.invalidateQueries({ queryKey: keys.hosts }),
  "system.mode": (client, data) =>
    client.setQueryData<SystemStatus>(keys.status, (known) => known && { ...known, mode: data as SystemMode }),
  "system.status": (client) => void client.invalidateQueries({ queryKey: keys.status }),
  "replay.gap": (client) => void client.invalidateQueries(),
};

/** Writes one live message into the query cache. Types that are not known change nothing. */
export function applyMessage(client: QueryClient, message: LiveMessage) {
  if (typeof message.data !== "object" || message.data === null) return;
  effects[message.type]?.(client, message.data);
}
