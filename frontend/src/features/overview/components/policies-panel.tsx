import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Empty } from "@/components/empty";
import { PolicyEffect } from "@/components/policy-effect";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Panel } from "@/components/ui/panel";
import { useAway } from "@/lib/away";
import { policiesQuery } from "@/lib/api/queries";
import type { Policy } from "@/lib/api/types";

/** What stands ready to act, in the words of the policies, in the order in which they would act. */
export function PoliciesPanel() {
  const { t } = useTranslation();
  const away = useAway();
  const policies = useQuery(policiesQuery);
  const ready = policies.data?.filter((policy) => policy.effective !== "off") ?? [];
  const retry = () => void policies.refetch();
  const all = (
    <Link to="/policies" className="text-accent hover:underline">
      {t("overview:policies.all")}
    </Link>
  );
  return (
    <Panel title={t(away ? "overview:policies.titleAway" : "overview:policies.title")} aside={all} flush>
      {policies.isPending ? (
        <Skeleton label={t("overview:policies.loading")} onRetry={retry}>
          <RowBlocks rows={2} />
        </Skeleton>
      ) : policies.isLoadingError ? (
        <div className="p-4">
          <Problem error={policies.error} meaning={t("overview:policies.error")} onRetry={retry} />
        </div>
      ) : ready.length === 0 ? (
        <Empty title={t(away ? "overview:policies.emptyAway" : "overview:policies.empty")}>
          {t("overview:policies.emptyText")}
        </Empty>
      ) : (
        <ol className="divide-y">
          {ready.map((policy) => (
            <PolicyLine key={policy.id} policy={policy} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function PolicyLine({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  return (
    <li className="space-y-0.5 px-4 py-2.5">
      <div className="flex items-center justify-between gap-3">
        <span className="min-w-0 truncate font-semibold">{policy.name}</span>
        <PolicyEffect effective={policy.effective} />
      </div>
      {policy.summary && <p className="text-muted text-xs">{policy.summary}</p>}
      <p className="text-muted text-xs">
        {policy.last_dry_run ? (
          <>
            {t("overview:policies.dryRun", { severity: t(`states:severity.${policy.last_dry_run.severity}`) })}{" "}
            <Age at={policy.last_dry_run.ts} />
          </>
        ) : (
          t("overview:policies.noDryRun")
        )}
      </p>
    </li>
  );
}
