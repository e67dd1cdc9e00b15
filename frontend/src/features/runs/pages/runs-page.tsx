import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { RunMode, RunState } from "@/components/run-badge";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { buttonClass } from "@/components/ui/button";
import { Cell, Row, Table } from "@/components/ui/table";
import { runsQuery } from "@/lib/api/queries";
import type { Run } from "@/lib/api/types";
import { formatDuration } from "@/lib/duration";
import { formatDateTime, missing } from "@/lib/format";
import { isLive } from "@/lib/outage";
import { filterRuns, type RunSearch } from "../model";

export function RunsPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/shell/runs" });
  const runs = useQuery(runsQuery);
  const retry = () => void runs.refetch();
  const shown = filterRuns(runs.data ?? [], search).toSorted((a, b) => Number(isLive(b)) - Number(isLive(a)));
  const live = shown.filter(isLive).length;
  const title = t("runs:title");
  return (
    <Page
      title={title}
      tabTitle={live > 0 ? t("runs:tabLive", { live }) : title}
      actions={<ModeFilter search={search} />}
    >
      <div className="bg-surface rounded-md border">
        {runs.isPending ? (
          <Skeleton label={t("runs:loading")} onRetry={retry}>
            <RowBlocks rows={8} />
          </Skeleton>
        ) : runs.isLoadingError ? (
          <div className="p-4">
            <Problem error={runs.error} onRetry={retry} />
          </div>
        ) : runs.data.length === 0 ? (
          <Empty title={t("runs:empty")}>{t("runs:emptyText")}</Empty>
        ) : shown.length === 0 ? (
          <Empty title={t("runs:noMatch")} />
        ) : (
          <RunTable runs={shown} />
        )}
      </div>
      <Suppressed runs={runs.data ?? []} search={search} />
    </Page>
  );
}

function ModeFilter({ search }: { search: RunSearch }) {
  const { t } = useTranslation();
  const choices: [string, RunSearch["mode"]][] = [
    [t("runs:filter.all"), undefined],
    [t("states:mode.live"), "live"],
    [t("states:mode.dry_run"), "dry_run"],
  ];
  return (
    <nav aria-label={t("runs:filter.label")} className="flex gap-1">
      {choices.map(([label, mode]) => (
        <Link
          key={label}
          to="/runs"
          search={{ ...search, mode }}
          aria-current={search.mode === mode ? "true" : undefined}
          className={buttonClass("quiet", search.mode === mode ? "!bg-sunken !border-border" : undefined)}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

function RunTable({ runs }: { runs: Run[] }) {
  const { t } = useTranslation();
  const [began = "", policy, kind, mode, state, steps, took] = [
    "began",
    "policy",
    "kind",
    "mode",
    "state",
    "steps",
    "took",
  ].map((column) => t(`runs:column.${column}`));
  return (
    <Table label={t("runs:title")} heads={[policy, began, kind, mode, state, steps, took]}>
      {runs.map((run) => (
        <Row key={run.id}>
          <Cell>
            <Link to="/runs/$id" params={{ id: run.id }} className="font-semibold hover:underline">
              {run.policy_name ?? t(`states:kind.${run.kind}`)}
            </Link>
          </Cell>
          <Cell label={began}>{formatDateTime(run.created_at)}</Cell>
          <Cell label={kind}>{t(`states:kind.${run.kind}`)}</Cell>
          <Cell label={mode}>
            <RunMode mode={run.mode} />
          </Cell>
          <Cell label={state}>
            <RunState run={run} />
          </Cell>
          <Cell label={steps}>{stepCount(run)}</Cell>
          <Cell label={took}>{duration(run)}</Cell>
        </Row>
      ))}
    </Table>
  );
}

const stepCount = (run: Run) => (run.counts ? Object.values(run.counts).reduce((a, b) => a + b, 0) : missing);

const duration = (run: Run) =>
  run.ended_at ? formatDuration((Date.parse(run.ended_at) - Date.parse(run.created_at)) / 1000) : missing;

function Suppressed({ runs, search }: { runs: Run[]; search: RunSearch }) {
  const { t } = useTranslation();
  const count = runs.filter((run) => run.state === "suppressed").length;
  if (count === 0) return null;
  const showing = search.result === "suppressed";
  return (
    <p className="mt-3 text-center">
      <Link
        to="/runs"
        search={{ ...search, result: showing ? undefined : "suppressed" }}
        className="text-accent hover:underline"
      >
        {t(showing ? "runs:hideSuppressed" : "runs:showSuppressed", { count })}
      </Link>
    </p>
  );
}
