import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Bar } from "@/components/bar";
import { Sparkline } from "@/components/sparkline";
import { StateWord } from "@/components/state-shape";
import { useUpsWord } from "@/components/use-ups-word";
import { useAway } from "@/lib/away";
import type { Sample, Ups } from "@/lib/api/types";
import { formatDuration } from "@/lib/duration";
import { formatNumber, formatTime, missing } from "@/lib/format";
import { type Tone, upsLook } from "@/lib/power-state";
import { useNow } from "@/lib/time";
import { series } from "../model";

const stripes: Partial<Record<Tone, string>> = {
  ok: "border-t-ok",
  battery: "border-t-battery",
  critical: "border-t-critical",
  info: "border-t-info",
};

const HOUR_MS = 3_600_000;

/** Everything about one UPS that the on-call person needs without a click. */
export function UpsCard({ ups, samples }: { ups: Ups; samples: Sample[] }) {
  const word = useUpsWord();
  const away = useAway();
  const look = upsLook(away ? "unknown" : ups.state);
  return (
    <article
      aria-label={ups.display_name}
      className={clsx(
        "bg-surface @container flex flex-col gap-3 rounded-md border border-t-4 p-4",
        stripes[look.tone] ?? "border-t-unknown border-t-4 [border-top-style:dashed]",
      )}
    >
      <header className="flex items-baseline justify-between gap-3">
        <h3 className="min-w-0 truncate text-base font-semibold">
          <Link to="/ups/$id" params={{ id: ups.id }} className="rounded-sm hover:underline">
            {ups.display_name}
          </Link>
        </h3>
        <Age at={ups.last_seen_at} className="text-muted shrink-0 text-xs" />
      </header>
      <div className="grid gap-x-8 gap-y-3 @2xl:grid-cols-2">
        <div className="min-w-0 space-y-3">
          <div>
            <StateWord look={look} size={22} className="text-lg !font-semibold">
              {word(ups.state)}
            </StateWord>
            <p className="text-muted mt-0.5 min-h-5 truncate text-xs">
              <span className="font-mono">{ups.flags.join(" ") || missing}</span>
              {ups.model && ` · ${[ups.manufacturer, ups.model].filter(Boolean).join(" ")}`}
            </p>
          </div>
          <Charge ups={ups} />
          {ups.reachable ? !away && <NextTrigger ups={ups} /> : <Lost ups={ups} />}
        </div>
        <div className={clsx("min-w-0 space-y-3", (!ups.reachable || away) && "text-muted")}>
          <Figures ups={ups} />
          <History ups={ups} samples={samples} />
        </div>
      </div>
    </article>
  );
}

function Charge({ ups }: { ups: Ups }) {
  const { t } = useTranslation();
  const runtime = ups.runtime_seconds;
  return (
    <div className={clsx(!ups.reachable && "text-muted")}>
      <div className="mb-1.5 flex items-end justify-between gap-3">
        <p>
          <span className="figure text-xl leading-none font-semibold">{formatNumber(ups.battery_percent, "%")}</span>
          <span className="text-muted ms-2 text-xs">{t("overview:card.charge")}</span>
        </p>
        <p title={runtime === null ? t("overview:card.noRuntime") : undefined}>
          <span className="figure text-base font-semibold">{runtime === null ? missing : formatDuration(runtime)}</span>
          <span className="text-muted ms-2 text-xs">{t("overview:card.left")}</span>
        </p>
      </div>
      <Bar
        percent={ups.battery_percent}
        tone={ups.reachable ? upsLook(ups.state).tone : "unknown"}
        label={t("overview:card.charge")}
      />
    </div>
  );
}

function Figures({ ups }: { ups: Ups }) {
  const { t } = useTranslation();
  return (
    <dl className="grid grid-cols-3 gap-x-3">
      <Figure term={t("overview:card.load")} value={formatNumber(ups.load_percent, "%")} />
      <Figure term={t("overview:card.power")} value={formatNumber(ups.power_watts, "W")} />
      <Figure term={t("overview:card.input")} value={formatNumber(ups.input_voltage, "V")} />
    </dl>
  );
}

function Figure({ term, value }: { term: string; value: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted truncate text-xs">{term}</dt>
      <dd className="figure text-base font-semibold">{value}</dd>
    </div>
  );
}

function NextTrigger({ ups }: { ups: Ups }) {
  const { t } = useTranslation();
  if (!ups.next) return null;
  return (
    <p className="text-xs">
      {t("overview:card.next", {
        policy: ups.next.policy_name,
        time: formatTime(ups.next.at),
        reason: ups.next.reason,
      })}
    </p>
  );
}

function Lost({ ups }: { ups: Ups }) {
  const { t } = useTranslation();
  const text = ups.absent ? "overview:card.absent" : "overview:card.lost";
  return (
    <p className="text-xs">
      {t(text, { time: formatTime(ups.last_seen_at) })}
      {ups.cause && `: ${ups.cause}`}
    </p>
  );
}

function History({ ups, samples }: { ups: Ups; samples: Sample[] }) {
  const { t } = useTranslation();
  const now = Math.floor(useNow() / 10_000) * 10_000;
  const charge = series(samples, ups.id, "battery_percent");
  return (
    <figure>
      <Sparkline
        charge={charge}
        load={series(samples, ups.id, "load_percent")}
        from={now - HOUR_MS}
        to={now}
        tone={upsLook(ups.state).tone}
        label={t("overview:card.history", { name: ups.display_name })}
      />
      <figcaption className="text-muted mt-1 flex justify-between text-xs">
        <span>{t("overview:card.lastHour")}</span>
        <span>{charge.length === 0 ? t("overview:card.noHistory") : t("overview:card.legend")}</span>
      </figcaption>
    </figure>
  );
}
