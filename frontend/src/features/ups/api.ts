import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/lib/api/client";
import type { HistoryRange } from "./model";

export const historyFields = ["battery_percent", "runtime_seconds", "load_percent", "input_voltage", "output_voltage"];

/** One UPS over a range, in buckets of a length that the server chooses. */
export const historyQuery = (upsId: string, range: HistoryRange) =>
  queryOptions({
    queryKey: ["history", upsId, range],
    queryFn: ({ signal }) => {
      const query = { ups_id: [upsId], range, order: "asc" as const, limit: 1000, fields: historyFields.join() };
      return body(api.GET("/api/ups/samples", { params: { query }, signal }));
    },
    refetchInterval: 30_000,
  });
