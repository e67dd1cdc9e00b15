import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import type { Run } from "./types";

/** Keys of the query cache. The live connection writes under the same keys (`app/live-cache.ts`). */
export const keys = {
  me: ["me"] as const,
  ups: ["ups"] as const,
  samples: (range: string) => ["samples", range] as const,
  events: ["events"] as const,
  eventList: (filter: EventFilter) => ["events", filter] as const,
  outages: ["outages"] as const,
  policies: ["policies"] as const,
  runs: ["runs"] as const,
  run: (id: string) => ["run", id] as const,
  hosts: ["hosts"] as const,
  integrations: ["integrations"] as const,
  settings: ["settings"] as const,
  status: ["system", "status"] as const,
};

export interface EventFilter {
  severity?: "info" | "warn" | "error";
  ups_id?: string;
  q?: string;
}

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => body(api.GET("/auth/users/me", { signal })),
  staleTime: Infinity,
});

export const upsQuery = queryOptions({
  queryKey: keys.ups,
  queryFn: async ({ signal }) => (await body(api.GET("/api/ups", { params: { query: { limit: 500 } }, signal }))).items,
});

/** Buckets of all UPSs up to now; the newest values are appended live. */
export const samplesQuery = (range: "1h" | "6h" | "24h", resolution: "30s" | "5m") =>
  queryOptions({
    queryKey: keys.samples(range),
    queryFn: async ({ signal }) => {
      const query = { range, resolution, order: "asc" as const, limit: 5000, fields: "battery_percent,load_percent" };
      return (await body(api.GET("/api/ups/samples", { params: { query }, signal }))).items;
    },
  });

export const EVENT_PAGE = 50;

export const eventsQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: keys.eventList(filter),
    queryFn: ({ pageParam, signal }) => {
      const { severity, ...rest } = filter;
      const query = {
        ...rest,
        limit: EVENT_PAGE,
        ...(severity ? { severity: [severity] } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return body(api.GET("/api/events", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const outagesQuery = queryOptions({
  queryKey: keys.outages,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/outages", { params: { query: { limit: 20 } }, signal }))).items,
});

export const policiesQuery = queryOptions({
  queryKey: keys.policies,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/policies", { params: { query: { limit: 500 } }, signal }))).items,
});

export const runsQuery = queryOptions({
  queryKey: keys.runs,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/runs", { params: { query: { limit: 100 } }, signal }))).items,
});

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: keys.run(id),
    queryFn: ({ signal }): Promise<Run> => body(api.GET("/api/runs/{id}", { params: { path: { id } }, signal })),
  });

export const hostsQuery = queryOptions({
  queryKey: keys.hosts,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/hosts", { params: { query: { limit: 500 } }, signal }))).items,
});

export const integrationsQuery = queryOptions({
  queryKey: keys.integrations,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/integrations", { params: { query: { limit: 500 } }, signal }))).items,
});

export const statusQuery = queryOptions({
  queryKey: keys.status,
  queryFn: ({ signal }) => body(api.GET("/api/system/status", { signal })),
});
