import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Problem } from "@/components/problem";
import { RunMode, RunState } from "@/components/run-badge";
import { RunSteps, StepSegments } from "@/components/run-steps";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Panel } from "@/components/ui/panel";
import { useKnownNow } from "@/lib/away";
import { runQuery, runsQuery } from "@/lib/api/queries";
import type { Run } from "@/lib/api/types";
import { formatClock, formatDuration } from "@/lib/duration";
import { formatDateTime, secondsSince } from "@/lib/format";
import { isLive } from "@/lib/outage";
import { recentRuns } from "../model";
import { runName } from "@/lib/run-name";

/** The last runs; those under way stand open with their steps. */
export function RunsPanel() {
  const { t } = useTranslation();
  const runs = useQuery(runsQuery);
  const retry = () => void runs.refetch();
  const all = (
    <Link to="/runs" className="text-accent hover:underline">
      {t("overview:runs.all")}
    </Link>
  );
  return (
    <Panel title={t("overview:runs.title")} aside={all} flush>
      {runs.isPending ? (
        <Skeleton label={t("overview:runs.loading")} onRetry={retry}>
          <RowBlocks rows={3} />
        </Skeleton>
      ) : runs.isLoadingError ? (
        <div className="p-4">
          <Problem error={runs.error} onRetry={retry} />
        </div>
      ) : runs.data.length === 0 ? (
        <Empty title={t("overview:runs.empty")}>{t("overview:runs.emptyText")}</Empty>
      ) : (
        <ul className="divide-y">
          {recentRuns(runs.data).map((run) => (
            <li key={run.id}>{isLive(run) ? <LiveRun run={run} /> : <FinishedRun run={run} />}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RunTitle({ run }: { run: Run }) {
  const { t } = useTranslation();
  return (
    <Link to="/runs/$id" params={{ id: run.id }} className="min-w-0 truncate font-semibold hover:underline">
      {runName(run, t)}
    </Link>
  );
}

function LiveRun({ run }: { run: Run }) {
  const { t } = useTranslation();
  const now = useKnownNow();
  const { data: full } = useQuery(runQuery(run.id));
  const steps = full?.steps ?? [];
  return (
    <div className="space-y-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <RunTitle run={run} />
        <span className="text-muted flex items-center gap-4">
          <RunMode mode={run.mode} />
          <RunState run={run} />
          <span className="figure font-mono text-xs" aria-label={t("overview:runs.elapsed")}>
            {formatClock(secondsSince(run.created_at, now) ?? 0)}
          </span>
        </span>
      </div>
      <StepSegments steps={steps} />
      <RunSteps steps={steps} />
    </div>
  );
}

function FinishedRun({ run }: { run: Run }) {
  const took = (Date.parse(run.ended_at ?? "") - Date.parse(run.created_at)) / 1000;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-48">
        <div className="flex min-w-0">
          <RunTitle run={run} />
        </div>
        <p className="text-muted truncate text-xs">
          {formatDateTime(run.created_at)}
          {Number.isFinite(took) && ` · ${formatDuration(took)}`}
          {run.summary && ` · ${run.summary}`}
        </p>
      </div>
      <RunMode mode={run.mode} />
      <RunState run={run} />
    </div>
  );
}
