import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "@/components/ui/panel";
import { samplesQuery, upsQuery } from "@/lib/api/queries";
import { formatDuration } from "@/lib/duration";
import { formatTime } from "@/lib/format";
import { useNow } from "@/lib/time";
import { type Band, type BandKind, bands, byUrgency } from "../model";

const ranges = {
  "1h": { hours: 1, step: "30s" },
  "6h": { hours: 6, step: "5m" },
  "24h": { hours: 24, step: "5m" },
} as const;

type Range = keyof typeof ranges;

const fills: Record<BandKind, string> = {
  mains: "bg-ok",
  battery: "bg-battery hatched",
  low: "bg-critical cross-hatched",
  test: "bg-info hatched",
  unknown: "bg-unknown dotted opacity-60",
};

const legend: BandKind[] = ["mains", "battery", "low", "test", "unknown"];

/** Which power each UPS had over the last hours, as bands. */
export function PowerStrip() {
  const { t } = useTranslation();
  const [range, setRange] = useState<Range>("1h");
  const { hours, step } = ranges[range];
  const { data: upss } = useQuery(upsQuery);
  const { data: samples } = useQuery({
    ...samplesQuery(range, step),
    refetchInterval: range === "1h" ? false : 60_000,
  });
  const now = Math.floor(useNow() / 5000) * 5000;
  const from = now - hours * 3_600_000;
  if (!upss?.length) return null;

  return (
    <Panel title={t("overview:strip.title")} aside={<RangeChoice range={range} onChange={setRange} />}>
      <ul className="space-y-3">
        {byUrgency(upss).map((ups) => (
          <li key={ups.id} className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[8rem_1fr]">
            <span className="truncate font-medium">{ups.display_name}</span>
            <Strip bands={bands(samples ?? [], ups.id, from, now)} from={from} to={now} />
          </li>
        ))}
      </ul>
      <div className="text-muted mt-2 flex justify-between text-xs sm:ms-36">
        <span>{formatTime(new Date(from).toISOString()).slice(0, 5)}</span>
        <span>{t("overview:strip.now")}</span>
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        {legend.map((kind) => (
          <li key={kind} className="flex items-center gap-2">
            <span aria-hidden className={clsx("bar-fill h-3 w-5 rounded-sm", fills[kind])} />
            {t(`overview:strip.${kind}`)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function RangeChoice({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t("overview:strip.range")} className="flex gap-1">
      {(Object.keys(ranges) as Range[]).map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed={range === key}
          onClick={() => onChange(key)}
          className={clsx(
            "min-h-8 rounded-md px-2.5 pointer-coarse:min-h-11",
            range === key ? "bg-sunken text-text font-semibold" : "hover:bg-sunken",
          )}
        >
          {t("overview:strip.hours", { hours: ranges[key].hours })}
        </button>
      ))}
    </div>
  );
}

function Strip({ bands: all, from, to }: { bands: Band[]; from: number; to: number }) {
  const { t } = useTranslation();
  const text = (band: Band) =>
    t("overview:strip.band", {
      kind: t(`overview:strip.${band.kind}`),
      from: formatTime(new Date(band.from).toISOString()),
      duration: formatDuration((band.to - band.from) / 1000),
    });
  return (
    <div role="img" aria-label={all.map(text).join("; ")} className="bg-sunken flex h-6 overflow-hidden rounded-sm">
      {all.map((band) => (
        <span
          key={band.from}
          title={text(band)}
          className={clsx("bar-fill h-full", fills[band.kind])}
          style={{ width: `${((band.to - band.from) / (to - from)) * 100}%` }}
        />
      ))}
    </div>
  );
}
