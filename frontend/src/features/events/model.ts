import type { EventFilter } from "@/lib/api/queries";
import type { PowerEvent } from "@/lib/api/types";

export const severities = ["info", "warn", "error"] as const;

const text = (value: unknown) => (typeof value === "string" && value.trim() ? value : undefined);

/** The filter as it stands in the URL; what is not a filter is dropped. */
export function eventSearch(search: Record<string, unknown>): EventFilter {
  return {
    severity: severities.find((severity) => severity === search.severity),
    ups_id: text(search.ups_id),
    q: text(search.q),
  };
}

export const filtered = (filter: EventFilter) => Object.values(filter).some(Boolean);

/** Events in their order, split where the local day changes. */
export function byDay(events: PowerEvent[]): [string, PowerEvent[]][] {
  const days: [string, PowerEvent[]][] = [];
  for (const event of events) {
    const day = new Date(event.ts).toDateString();
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(event);
    else days.push([day, [event]]);
  }
  return days;
}
