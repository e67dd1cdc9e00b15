import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { StateShape } from "@/components/state-shape";
import { Panel } from "@/components/ui/panel";
import { useAway } from "@/lib/away";
import { hostsQuery } from "@/lib/api/queries";
import type { Host } from "@/lib/api/types";
import { hostLook } from "@/lib/power-state";
import { countBy } from "../model";

const failing = (host: Host) => host.enabled && ["error", "degraded", "needs_review"].includes(host.state);

/** How many connected systems are healthy; those that are not, by name. */
export function IntegrationsPanel() {
  const { t } = useTranslation();
  const hosts = useQuery(hostsQuery);
  const retry = () => void hosts.refetch();
  const all = (
    <Link to="/hosts" className="text-accent hover:underline">
      {t("overview:hosts.all")}
    </Link>
  );
  return (
    <Panel title={t("overview:hosts.title")} aside={all} flush>
      {hosts.isPending ? (
        <Skeleton label={t("overview:hosts.loading")} onRetry={retry}>
          <RowBlocks rows={2} />
        </Skeleton>
      ) : hosts.isLoadingError ? (
        <div className="p-4">
          <Problem error={hosts.error} onRetry={retry} />
        </div>
      ) : hosts.data.length === 0 ? (
        <Empty title={t("overview:hosts.empty")} />
      ) : (
        <HostCounts hosts={hosts.data} />
      )}
    </Panel>
  );
}

function HostCounts({ hosts }: { hosts: Host[] }) {
  const { t } = useTranslation();
  const away = useAway();
  return (
    <div className="space-y-3 p-4">
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        {countBy(hosts, (host) => host.state).map(([state, count]) => (
          <li key={state} className="flex items-center gap-2">
            <StateShape {...hostLook(away ? "unknown" : state)} />
            <span className="figure text-base font-semibold">{count}</span>
            <span className="text-muted">
              {away ? t("states:last", { state: t(`states:host.${state}`) }) : t(`states:host.${state}`)}
            </span>
          </li>
        ))}
      </ul>
      <ul className="space-y-1">
        {hosts.filter(failing).map((host) => (
          <li key={host.id} className="text-xs">
            <span className="font-semibold">{host.name}</span>
            {host.state_reason && <span className="text-muted"> · {host.state_reason}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
