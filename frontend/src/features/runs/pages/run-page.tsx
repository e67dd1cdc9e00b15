import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { RunMode, RunState } from "@/components/run-badge";
import { RunSteps, StepSegments } from "@/components/run-steps";
import { Block, Skeleton } from "@/components/skeleton";
import { Panel } from "@/components/ui/panel";
import { useKnownNow } from "@/lib/away";
import { runQuery } from "@/lib/api/queries";
import type { Run } from "@/lib/api/types";
import { formatClock } from "@/lib/duration";
import { formatDateTime, formatTime, missing, secondsSince } from "@/lib/format";
import { isLive, progressOf } from "@/lib/outage";
import { CancelRun } from "../components/cancel-run";
import { Cause } from "../components/cause";
import { runName } from "@/lib/run-name";

export function RunPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/shell/runs/$id" });
  const run = useQuery(runQuery(id));
  const retry = () => void run.refetch();

  if (run.isPending) {
    return (
      <Page title={t("runs:one")}>
        <Skeleton label={t("runs:loadingOne")} onRetry={retry}>
          <Block className="mb-4 h-24" />
          <Block className="h-80" />
        </Skeleton>
      </Page>
    );
  }
  if (run.isLoadingError) {
    return (
      <Page title={t("runs:one")}>
        <Problem error={run.error} meaning={t("runs:errorMeaning")} onRetry={retry} />
      </Page>
    );
  }
  return <RunView run={run.data} />;
}

function RunView({ run }: { run: Run }) {
  const { t } = useTranslation();
  const steps = run.steps ?? [];
  return (
    <Page
      title={runName(run, t)}
      lead={run.summary ?? t(`states:kind.${run.kind}`)}
      actions={isLive(run) && <CancelRun run={run} />}
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.7fr)_minmax(20rem,1fr)]">
        <div className="grid gap-4">
          <Summary run={run} />
          <Panel title={t("runs:steps")} aside={steps.length > 0 && t("runs:stepTotal", { count: steps.length })}>
            {steps.length > 0 ? <RunSteps steps={steps} /> : <Empty title={t("runs:noSteps")}>{run.reason}</Empty>}
          </Panel>
        </div>
        <Cause run={run} />
      </div>
    </Page>
  );
}

function Summary({ run }: { run: Run }) {
  const { t } = useTranslation();
  const now = useKnownNow();
  const end = run.ended_at ? Date.parse(run.ended_at) : now;
  const progress = progressOf(run);
  return (
    <section aria-label={t("runs:state")} className="bg-surface space-y-4 rounded-md border p-4">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Fact term={t("runs:state")}>
          <RunState run={run} />
        </Fact>
        <Fact term={t("runs:elapsed")}>
          <span className="figure text-base font-semibold">{formatClock(secondsSince(run.created_at, end) ?? 0)}</span>
        </Fact>
        <Fact term={t("runs:progress")}>
          <span className="figure text-base font-semibold">
            {progress ? `${progress.done} / ${progress.total}` : missing}
            {progress && progress.skipped + progress.failed > 0 && (
              <span className="text-muted ms-2 text-xs font-normal">{t("states:rest", { ...progress })}</span>
            )}
          </span>
        </Fact>
        <Fact term={t("runs:column.mode")}>
          <RunMode mode={run.mode} />
        </Fact>
      </dl>
      {run.steps && run.steps.length > 0 && <StepSegments steps={run.steps} />}
      <p className="text-muted text-xs">
        {t("runs:began", { time: formatDateTime(run.created_at) })}
        {run.ended_at && ` · ${t("runs:ended", { time: formatTime(run.ended_at) })}`}
        {run.outage_id && run.ups_id && (
          <>
            {" · "}
            <Link to="/ups/$id" params={{ id: run.ups_id }} className="text-accent underline">
              {run.ups_id}
            </Link>
          </>
        )}
      </p>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted mb-0.5 text-xs">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
