import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Empty } from "@/components/empty";
import { Page } from "@/components/page";
import { PolicyEffect } from "@/components/policy-effect";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { StateShape } from "@/components/state-shape";
import { policiesQuery } from "@/lib/api/queries";
import type { Policy } from "@/lib/api/types";
import { severityLook } from "@/lib/power-state";
import { PolicyActions } from "../components/policy-actions";

export function PoliciesPage() {
  const { t } = useTranslation();
  const policies = useQuery(policiesQuery);
  const retry = () => void policies.refetch();
  return (
    <Page title={t("policies:title")} lead={t("policies:lead")}>
      {policies.isPending ? (
        <Skeleton label={t("policies:loading")} onRetry={retry}>
          <RowBlocks rows={6} />
        </Skeleton>
      ) : policies.isLoadingError ? (
        <Problem error={policies.error} meaning={t("policies:errorMeaning")} onRetry={retry} />
      ) : policies.data.length === 0 ? (
        <div className="bg-surface rounded-md border">
          <Empty title={t("policies:empty")}>{t("policies:emptyText")}</Empty>
        </div>
      ) : (
        <ol className="bg-surface divide-y rounded-md border">
          {policies.data.map((policy) => (
            <PolicyRow key={policy.id} policy={policy} />
          ))}
        </ol>
      )}
    </Page>
  );
}

function PolicyRow({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  return (
    <li className="grid gap-x-6 gap-y-3 p-4 lg:grid-cols-[2.5rem_minmax(0,1fr)_7rem_12rem]">
      <p className="text-muted text-xs max-lg:hidden">
        <span className="sr-only">{t("policies:priority")} </span>
        <span className="figure text-base font-semibold">{policy.priority}</span>
      </p>
      <div className="min-w-0 space-y-1">
        <h2 className="text-base font-semibold">{policy.name}</h2>
        {policy.summary && <p>{policy.summary}</p>}
        <Facts policy={policy} />
        <Findings policy={policy} />
      </div>
      <div className="space-y-1">
        {policy.status === "invalid" ? (
          <span className="text-critical inline-flex items-center gap-1.5 text-xs font-medium">
            <StateShape tone="critical" shape="alert" size={14} /> {t("policies:invalid")}
          </span>
        ) : (
          <PolicyEffect effective={policy.effective} />
        )}
        {policy.armed && policy.effective !== "live" && (
          <p className="text-muted text-xs">{t("policies:armedNotLive")}</p>
        )}
      </div>
      <PolicyActions policy={policy} />
    </li>
  );
}

function Facts({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  return (
    <p className="text-muted flex flex-wrap gap-x-4 text-xs">
      <span>
        {policy.target_count === null
          ? t("policies:targetsUnknown")
          : t("policies:targets", { count: policy.target_count })}
      </span>
      <span>{policy.ups.length === 0 ? t("policies:everyUps") : policy.ups.join(", ")}</span>
      {policy.last_run && (
        <Link to="/runs/$id" params={{ id: policy.last_run.id }} className="text-accent hover:underline">
          {t("policies:lastRun")} <Age at={policy.last_run.at} />
        </Link>
      )}
      {policy.last_dry_run && (
        <span>
          {t("policies:lastDryRun")} <Age at={policy.last_dry_run.ts} />
        </span>
      )}
    </p>
  );
}

/** What the server found wrong, worst first; notes of severity info stay in the editor. */
function Findings({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const shown = policy.findings.filter((finding) => finding.severity !== "info");
  if (shown.length === 0) return null;
  return (
    <ul className="space-y-1 pt-1">
      {shown.map((finding) => (
        <li key={finding.pointer + finding.code} className="flex items-baseline gap-2 text-xs">
          <span className="translate-y-0.5">
            <StateShape
              {...severityLook(finding.severity)}
              size={13}
              label={t(`states:severity.${finding.severity}`)}
            />
          </span>
          <span>
            {finding.message} <code className="text-muted font-mono">{finding.pointer}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}
