import type { Run, Step } from "@/lib/api/types";

export interface RunSearch {
  result?: "suppressed";
  mode?: "live" | "dry_run";
}

/** The filter of the list as it stands in the URL; anything else is dropped. */
export function runSearch(search: Record<string, unknown>): RunSearch {
  const mode = search.mode === "live" || search.mode === "dry_run" ? search.mode : undefined;
  return { mode, result: search.result === "suppressed" ? "suppressed" : undefined };
}

/** Matches that a suppression window swallowed are hidden until asked for. */
export function filterRuns(runs: Run[], { mode, result }: RunSearch): Run[] {
  return runs.filter(
    (run) => (!mode || run.mode === mode) && (run.state === "suppressed" ? result === "suppressed" : true),
  );
}

/** The record as a table of what each step did, worst first within nothing: the order of the plan stays. */
export const evidenceOf = (step: Step): string =>
  step.evidence
    .map(({ kind, value }) => [kind, value].filter((part) => typeof part === "string").join(" "))
    .filter(Boolean)
    .join(", ");
