import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Empty } from "@/components/empty";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { StateShape, StateWord } from "@/components/state-shape";
import { Cell, Row, Table } from "@/components/ui/table";
import { hostsQuery } from "@/lib/api/queries";
import type { Host } from "@/lib/api/types";
import { missing } from "@/lib/format";
import { hostLook } from "@/lib/power-state";

export function HostsPage() {
  const { t } = useTranslation();
  const hosts = useQuery(hostsQuery);
  const retry = () => void hosts.refetch();
  return (
    <Page title={t("hosts:title")} lead={t("hosts:lead")}>
      <div className="bg-surface rounded-md border">
        {hosts.isPending ? (
          <Skeleton label={t("hosts:loading")} onRetry={retry}>
            <RowBlocks rows={6} />
          </Skeleton>
        ) : hosts.isLoadingError ? (
          <div className="p-4">
            <Problem error={hosts.error} meaning={t("hosts:errorMeaning")} onRetry={retry} />
          </div>
        ) : hosts.data.length === 0 ? (
          <Empty title={t("hosts:empty")}>{t("hosts:emptyText")}</Empty>
        ) : (
          <HostTable hosts={hosts.data} />
        )}
      </div>
    </Page>
  );
}

const counts = (host: Host) =>
  Object.entries(host.target_counts)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${count} ${type}`)
    .join(", ") || missing;

function HostTable({ hosts }: { hosts: Host[] }) {
  const { t } = useTranslation();
  const [name, state, type, targets, feeds, guarded, inventory] = [
    "name",
    "state",
    "type",
    "targets",
    "feeds",
    "protected",
    "inventory",
  ].map((column) => t(`hosts:column.${column}`));
  return (
    <Table label={t("hosts:title")} heads={[name, state, type, targets, feeds, guarded, inventory]}>
      {hosts.map((host) => (
        <Row key={host.id}>
          <Cell>
            <p className="font-semibold">{host.name}</p>
            <p className="text-muted font-mono text-xs">{host.address ?? host.id}</p>
          </Cell>
          <Cell label={state}>
            <StateWord look={hostLook(host.state)}>{t(`states:host.${host.state}`)}</StateWord>
            {host.state_reason && <p className="text-muted max-w-80 text-xs">{host.state_reason}</p>}
          </Cell>
          <Cell label={type}>{host.type_name}</Cell>
          <Cell label={targets}>{counts(host)}</Cell>
          <Cell label={feeds}>{host.feeds.join(", ") || missing}</Cell>
          <Cell label={guarded}>
            <Protection count={host.protected_by.length} />
          </Cell>
          <Cell label={inventory}>
            <Age at={host.inventory_at} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Protection({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count > 0) return t("hosts:policies", { count });
  return (
    <span className="inline-flex items-center gap-2">
      <StateShape tone="battery" shape="bolt" size={14} />
      {t("hosts:unprotected")}
    </span>
  );
}
