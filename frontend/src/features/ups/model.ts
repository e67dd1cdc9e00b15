import type { Sample } from "@/lib/api/types";

export type HistoryRange = "1h" | "6h" | "24h" | "7d";

export const historyRanges: HistoryRange[] = ["1h", "6h", "24h", "7d"];

/** The range as it stands in the URL. */
export const historySearch = (search: Record<string, unknown>): { range?: HistoryRange } => ({
  range: historyRanges.find((range) => range === search.range),
});

export type Column = (number | null)[];

/** Samples as uPlot wants them: seconds, then one column per field. A gap becomes a row of nulls, never a line. */
export function columns(samples: Sample[], fields: string[], gapSeconds: number): [number[], ...Column[]] {
  const times: number[] = [];
  const values: Column[] = fields.map(() => []);
  const push = (time: number, pick: (field: string) => number | null) => {
    times.push(time);
    fields.forEach((field, index) => values[index]?.push(pick(field)));
  };
  for (const sample of samples.toSorted((a, b) => (a.at ?? "").localeCompare(b.at ?? ""))) {
    const time = Date.parse(sample.at ?? "") / 1000;
    if (Number.isNaN(time)) continue;
    const before = times.at(-1);
    if (before !== undefined && time - before > gapSeconds) push(before + 1, () => null);
    push(time, (field) => sample.fields?.[field]?.avg ?? null);
  }
  return [times, ...values];
}
