import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Problem } from "@/components/problem";
import { Block, Skeleton } from "@/components/skeleton";
import { Panel } from "@/components/ui/panel";
import type { Sample } from "@/lib/api/types";
import { historyQuery } from "../api";
import { columns, type HistoryRange, historyRanges } from "../model";
import { Chart } from "./chart";

export function History({ upsId, range }: { upsId: string; range: HistoryRange }) {
  const { t } = useTranslation();
  const history = useQuery(historyQuery(upsId, range));
  const retry = () => void history.refetch();
  return (
    <Panel title={t("ups:history.title")} aside={<RangeChoice upsId={upsId} range={range} />}>
      {history.isPending ? (
        <Skeleton label={t("ups:history.loading")} onRetry={retry}>
          <Block className="h-52" />
        </Skeleton>
      ) : history.isLoadingError ? (
        <Problem error={history.error} onRetry={retry} />
      ) : history.data.items.length === 0 ? (
        <Empty title={t("ups:history.empty")} />
      ) : (
        <Charts samples={history.data.items} />
      )}
    </Panel>
  );
}

function Charts({ samples }: { samples: Sample[] }) {
  const { t } = useTranslation();
  const charge = { label: t("ups:history.charge"), unit: "%", token: "--ok" };
  const load = { label: t("ups:history.load"), unit: "%", token: "--accent" };
  const input = { label: t("ups:history.input"), unit: "V", token: "--battery" };
  const output = { label: t("ups:history.output"), unit: "V", token: "--muted", dashed: true };
  return (
    <div className="grid gap-6 2xl:grid-cols-2">
      <Chart title={charge.label} data={columns(samples, ["battery_percent"])} lines={[charge]} limits={[0, 100]} />
      <Chart title={load.label} data={columns(samples, ["load_percent"])} lines={[load]} limits={[0, 100]} />
      <Chart
        title={t("ups:history.voltage")}
        data={columns(samples, ["input_voltage", "output_voltage"])}
        lines={[input, output]}
        limits={null}
      />
    </div>
  );
}

function RangeChoice({ upsId, range }: { upsId: string; range: HistoryRange }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div role="group" aria-label={t("ups:history.range")} className="flex gap-1">
      {historyRanges.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === range}
          className={clsx(
            "min-h-8 rounded-md px-2.5 pointer-coarse:min-h-11",
            choice === range ? "bg-sunken text-text font-semibold" : "hover:bg-sunken",
          )}
          onClick={() =>
            void navigate({ to: "/ups/$id", params: { id: upsId }, search: { range: choice }, replace: true })
          }
        >
          {t(`ups:history.ranges.${choice}`)}
        </button>
      ))}
    </div>
  );
}
