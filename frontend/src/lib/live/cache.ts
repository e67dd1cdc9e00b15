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
import { urgency } from "@/lib/power-state";
import { beginOf, endOf, LIVE_BUCKET_SECONDS } from "@/lib/samples";
import type { LiveMessage } from "./message";

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

type Bucket = { min: number | null; max: number | null; avg: number | null; last: number | null };

/** A value more in a bucket of so many; one that was not reported changes nothing. */
function widened(bucket: Bucket | undefined, value: number | null, count: number): Bucket {
  if (!bucket || bucket.avg === null) return { min: value, max: value, avg: value, last: value };
  if (value === null) return bucket;
  return {
    min: Math.min(bucket.min ?? value, value),
    max: Math.max(bucket.max ?? value, value),
    avg: bucket.avg + (value - bucket.avg) / (count + 1),
    last: value,
  };
}

const worse = (a: string | undefined, b: string) => (a !== undefined && urgency(a) < urgency(b) ? a : b);

/** Adds what a UPS just reported to the series already loaded: to the bucket of its time, or as a new one of 30 s. */
export function appendSample(samples: Sample[] | undefined, ups: Ups): Sample[] | undefined {
  if (!samples || !ups.last_seen_at || !ups.reachable) return samples;
  const at = Date.parse(ups.last_seen_at);
  const step = LIVE_BUCKET_SECONDS * 1000;
  const place = samples.findLastIndex((sample) => sample.ups_id === ups.id);
  const newest = samples[place];
  if (newest && at < beginOf(newest)) return samples;
  const same = newest && at < endOf(newest) ? newest : undefined;
  const count = same?.count ?? 0;
  const add = (field: string, value: number | null) => widened(same?.fields?.[field], value, count);
  const sample: Sample = {
    ...same,
    ups_id: ups.id,
    at: same?.at ?? new Date(Math.max(Math.floor(at / step) * step, newest ? endOf(newest) : 0)).toISOString(),
    seconds: same?.seconds ?? LIVE_BUCKET_SECONDS,
    count: count + 1,
    state: worse(same?.state, ups.state),
    flags: ups.flags,
    fields: {
      battery_percent: add("battery_percent", ups.battery_percent),
      load_percent: add("load_percent", ups.load_percent),
    },
  };
  return same ? samples.with(place, sample) : [...samples, sample];
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

/** Steps of a message may be those that changed only; the others stay as they are known. */
function mergeSteps(known: Step[] | undefined, changed: Step[] | undefined): Step[] | undefined {
  if (!known || !changed) return changed ?? known;
  const byId = new Map(known.map((step) => [step.id, step]));
  for (const step of changed) byId.set(step.id, { ...byId.get(step.id), ...step });
  return [...byId.values()].sort((a, b) => a.index - b.index);
}

/** What a message tells about a run: a whole record, or the fields and steps that changed. */
type RunChange = Partial<Run> & { id: string; run_seq: number };

/** Steps are counted where the whole plan is known; a message with some of them counts nothing. */
function mergeRun(known: Run, change: RunChange): Run {
  if (known.run_seq > change.run_seq) return known;
  const steps = known.steps?.length ? mergeSteps(known.steps, change.steps) : known.steps;
  const counts = steps?.length ? countSteps(steps) : known.counts;
  return { ...known, ...change, steps, counts };
}

/** Patches a run that is known. One whose plan is not known is asked for, so that no count is of a part of it. */
function patchRun(client: QueryClient, change: RunChange) {
  const list = client.getQueryData<Run[]>(keys.runs);
  const known = client.getQueryData<Run>(keys.run(change.id));
  const merged = known && mergeRun(known, change);
  if (merged) client.setQueryData<Run>(keys.run(change.id), merged);
  if (!merged?.steps?.length) void client.invalidateQueries({ queryKey: keys.run(change.id) });
  const listed = list?.find((other) => other.id === change.id);
  if (listed) {
    const record = merged ?? mergeRun(listed, { ...change, steps: undefined });
    client.setQueryData<Run[]>(keys.runs, upsert(list, { ...record, steps: undefined }));
  }
  if (!listed || !merged?.steps?.length) void client.invalidateQueries({ queryKey: keys.runs });
}

/** A run that begins is in the list at once; its message may carry a part of its steps only. */
function addRun(client: QueryClient, run: Run) {
  if (client.getQueryData<Run>(keys.run(run.id))) return patchRun(client, run);
  client.setQueryData<Run>(keys.run(run.id), run);
  const record: Run = { ...run, steps: undefined, counts: undefined };
  client.setQueryData<Run[]>(keys.runs, (list) => upsert(list, record));
  for (const queryKey of [keys.run(run.id), keys.runs]) void client.invalidateQueries({ queryKey });
}

type Effect = (client: QueryClient, data: unknown) => void;

interface RunMessage {
  run_id: string;
  run_seq: number;
  state?: Run["state"];
  phase?: string | null;
  result?: string | null;
  run?: Run;
  steps?: Step[];
  step?: Step;
}

const runChanged: Effect = (client, data) => {
  const { run, run_id, run_seq, step, steps = step && [step], ...fields } = data as RunMessage;
  if (run) addRun(client, { ...run, run_seq });
  else patchRun(client, { ...fields, id: run_id, run_seq, ...(steps ? { steps } : {}) });
};

/** The last record may hold the last changed steps only, so the whole is read once more. */
const runClosed: Effect = (client, data) => {
  runChanged(client, data);
  const { run_id } = data as RunMessage;
  for (const queryKey of [keys.run(run_id), keys.runs, keys.policies]) void client.invalidateQueries({ queryKey });
};

const effects = new Map<string, Effect>(
  Object.entries<Effect>({
    ups_status: (client, data) => setUps(client, data as Ups),
    "ups.added": (client, data) => setUps(client, data as Ups),
    "ups.removed": (client, data) =>
      client.setQueryData<Ups[]>(keys.ups, (known) => known?.filter((ups) => ups.id !== (data as Identified).id)),
    event: (client, data) => addEvent(client, data as PowerEvent),
    "outage.updated": (client, data) =>
      client.setQueryData<Outage[]>(keys.outages, (known) => upsert(known, data as Outage)),
    "run.created": runChanged,
    "run.state": runChanged,
    "step.state": runChanged,
    "run.closed": runClosed,
    "policy.changed": (client, data) =>
      client.setQueryData<Policy[]>(keys.policies, (known) => upsert(known, data as Policy)),
    "policy.deleted": (client, data) =>
      client.setQueryData<Policy[]>(keys.policies, (known) =>
        known?.filter(({ id }) => id !== (data as Identified).id),
      ),
    "host.changed": (client, data) => client.setQueryData<Host[]>(keys.hosts, (known) => upsert(known, data as Host)),
    "host.removed": (client, data) =>
      client.setQueryData<Host[]>(keys.hosts, (known) => known?.filter(({ id }) => id !== (data as Identified).id)),
    "inventory.changed": (client) => void client.invalidateQueries({ queryKey: keys.hosts }),
    "system.mode": (client, data) =>
      client.setQueryData<SystemStatus>(keys.status, (known) => known && { ...known, mode: data as SystemMode }),
    "settings.changed": (client) => void client.invalidateQueries({ queryKey: keys.settings }),
    "system.status": (client) => void client.invalidateQueries({ queryKey: keys.status }),
    "replay.gap": (client) => void client.invalidateQueries(),
  }),
);

/** Writes one live message into the query cache. Types that are not known change nothing. */
export function applyMessage(client: QueryClient, message: LiveMessage) {
  if (typeof message.data !== "object" || message.data === null) return;
  effects.get(message.type)?.(client, message.data);
}
