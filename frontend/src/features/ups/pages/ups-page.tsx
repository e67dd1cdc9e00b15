import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Bar } from "@/components/bar";
import { Empty } from "@/components/empty";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { Block, Skeleton } from "@/components/skeleton";
import { StateWord } from "@/components/state-shape";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { useUpsWord } from "@/components/use-ups-word";
import { useAway } from "@/lib/away";
import { upsQuery } from "@/lib/api/queries";
import type { Ups } from "@/lib/api/types";
import { formatDuration } from "@/lib/duration";
import { formatNumber, missing } from "@/lib/format";
import { upsLook } from "@/lib/power-state";
import { History } from "../components/history";

export function UpsPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/shell/ups/$id" });
  const { range = "1h" } = useSearch({ from: "/shell/ups/$id" });
  const upss = useQuery(upsQuery);
  const retry = () => void upss.refetch();
  const ups = upss.data?.find((other) => other.id === id);

  return (
    <Page title={ups?.display_name ?? id} lead={ups && [ups.manufacturer, ups.model].filter(Boolean).join(" ")}>
      {upss.isPending ? (
        <Skeleton label={t("ups:loading")} onRetry={retry}>
          <Block className="h-80" />
        </Skeleton>
      ) : upss.isLoadingError ? (
        <Problem error={upss.error} onRetry={retry} />
      ) : !ups ? (
        <Empty
          title={t("ups:notFound", { id })}
          action={
            <Link to="/overview" className={buttonClass("primary")}>
              {t("ups:back")}
            </Link>
          }
        />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <Facts ups={ups} />
          <History upsId={ups.id} range={range} />
        </div>
      )}
    </Page>
  );
}

function Facts({ ups }: { ups: Ups }) {
  const { t } = useTranslation();
  const word = useUpsWord();
  const away = useAway();
  const look = upsLook(ups.state);
  const rows: [string, string][] = [
    ["left", ups.runtime_seconds === null ? missing : formatDuration(ups.runtime_seconds)],
    ["load", formatNumber(ups.load_percent, "%", 1)],
    ["power", formatNumber(ups.power_watts, "W")],
    ["input", formatNumber(ups.input_voltage, "V", 1)],
    ["output", formatNumber(ups.output_voltage, "V", 1)],
    ["temperature", formatNumber(ups.temperature_c, "°C", 1)],
    ["source", t(`ups:sources.${ups.power_source}`)],
    ["manufacturer", ups.manufacturer ?? missing],
    ["model", ups.model ?? missing],
    ["serial", ups.serial ?? missing],
    ["server", ups.server_id],
    ["description", ups.description ?? missing],
  ];
  return (
    <Panel title={t(away ? "ups:factsAway" : "ups:facts")} aside={<Age at={ups.last_seen_at} />}>
      <StateWord look={look} size={22} className="text-lg">
        {word(ups.state)}
      </StateWord>
      <p className="text-muted mt-1 font-mono text-xs">{ups.flags.join(" ") || missing}</p>
      <p className="figure mt-4 mb-1.5 text-xl leading-none font-semibold">{formatNumber(ups.battery_percent, "%")}</p>
      <Bar
        percent={ups.battery_percent}
        tone={ups.reachable && !away ? look.tone : "unknown"}
        label={t("ups:charge")}
      />
      <dl className="mt-4 divide-y">
        {rows.map(([term, value]) => (
          <div key={term} className="flex justify-between gap-4 py-2">
            <dt className="text-muted">{t(`ups:terms.${term}`)}</dt>
            <dd className="text-end font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
