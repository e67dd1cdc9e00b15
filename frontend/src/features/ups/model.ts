import type { Sample } from "@/lib/api/types";
import { beginOf, endOf, inOrder, SLACK_MS } from "@/lib/samples";

export type HistoryRange = "1h" | "6h" | "24h" | "7d";

export const historyRanges: HistoryRange[] = ["1h", "6h", "24h", "7d"];

/** The range as it stands in the URL. */
export const historySearch = (search: Record<string, unknown>): { range?: HistoryRange } => ({
  range: historyRanges.find((range) => range === search.range),
});

export type Column = (number | null)[];

const parts = ["avg", "min", "max"] as const;

/**
 * Samples as uPlot wants them: seconds, then three columns per field: mean, minimum, maximum. Each bucket speaks for
 * its own length; a gap and a missing value are rows of nulls, never a line and never 0.
 */
export function columns(samples: Sample[], fields: string[]): [number[], ...Column[]] {
  const times: number[] = [];
  const values: Column[] = fields.flatMap(() => parts.map((): Column => []));
  const push = (at: number, sample: Sample | null) => {
    times.push(at / 1000);
    fields.forEach((field, index) =>
      parts.forEach((part, place) =>
        values[index * parts.length + place]?.push(sample?.fields?.[field]?.[part] ?? null),
      ),
    );
  };
  const ordered = inOrder(samples);
  ordered.forEach((sample, index) => {
    push(beginOf(sample), sample);
    const next = ordered[index + 1];
    const end = endOf(sample);
    if (next && beginOf(next) - end <= SLACK_MS) return;
    push(end, sample);
    if (next) push(end + 1, null);
  });
  return [times, ...values];
}
