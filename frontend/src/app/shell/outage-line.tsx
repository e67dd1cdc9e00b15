import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { StateShape } from "@/components/state-shape";
import { buttonClass } from "@/components/ui/button";
import { useUpsWord } from "@/components/use-ups-word";
import { CancelRun } from "@/features/runs/components/cancel-run";
import { formatClock, formatDuration } from "@/lib/duration";
import { formatNumber, missing, secondsSince } from "@/lib/format";
import { isLive, type OutageLine, progressOf, secondsOnBattery } from "@/lib/outage";
import { type Look, upsLook } from "@/lib/power-state";
import { useNow } from "@/lib/time";

const stripes: Record<string, string> = {
  ok: "border-s-inverse-ok",
  battery: "border-s-inverse-battery",
  critical: "border-s-inverse-critical",
  info: "border-s-inverse-info",
};

function lookOf({ phase, ups }: OutageLine): Look {
  if (phase === "returning") return { tone: "ok", shape: "tick" };
  if (phase === "run" || !ups) return { tone: "info", shape: "ring" };
  return ups.critical ? { tone: "critical", shape: "alert" } : upsLook(ups.state);
}

export function OutageLineView({ line }: { line: OutageLine }) {
  const { t } = useTranslation();
  const look = lookOf(line);
  const { ups, run } = line;
  return (
    <div
      className={clsx(
        "grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-1 border-s-8 px-3 py-2.5 md:px-4",
        "lg:grid-cols-[auto_minmax(12rem,auto)_auto_1fr_auto]",
        stripes[look.tone] ?? "border-s-inverse-unknown",
      )}
    >
      <StateShape {...look} size={28} inverse />
      <Headline line={line} />
      {ups && line.phase !== "returning" ? <TimeLeft line={line} /> : <span />}
      <div className="col-span-2 col-start-1 min-w-0 lg:col-span-1 lg:col-start-auto">
        <NextStep line={line} />
      </div>
      <div className="flex gap-2 justify-self-end">
        {run && isLive(run) && <CancelRun run={run} inverse />}
        {run && (
          <Link to="/runs/$id" params={{ id: run.id }} className={buttonClass("inverse")}>
            {t("shell:outage.open")}
          </Link>
        )}
      </div>
    </div>
  );
}

function Headline({ line }: { line: OutageLine }) {
  const { t } = useTranslation();
  const now = useNow();
  const word = useUpsWord();
  const { ups, run, outage, phase } = line;
  const name = ups?.display_name ?? run?.policy_name ?? t("shell:outage.run");
  let state: string;
  if (phase === "battery" && ups) {
    state = t("shell:outage.battery", { state: word(ups.state), clock: formatClock(secondsOnBattery(ups, now)) });
  } else if (phase === "unknown") {
    state = t("shell:outage.unknown", { duration: formatDuration(secondsSince(ups?.last_seen_at, now) ?? 0) });
  } else if (phase === "returning") {
    state = outage ? t("shell:outage.returning") : t("shell:outage.recovering");
  } else {
    state = t("shell:outage.running");
  }
  return (
    <div className="min-w-0">
      <p className="truncate text-base font-semibold">{name}</p>
      <p className="text-inverse-muted font-medium">
        {state}
        {ups && phase === "battery" && <span className="md:hidden"> · {formatNumber(ups.battery_percent, "%")}</span>}
      </p>
    </div>
  );
}

function TimeLeft({ line: { ups } }: { line: OutageLine }) {
  const { t } = useTranslation();
  if (!ups) return null;
  const runtime = ups.runtime_seconds;
  return (
    <div className="flex items-center gap-x-4 text-end lg:text-start">
      <p className="figure leading-none font-semibold">
        <span className="text-xl md:text-2xl">{runtime === null ? missing : formatClock(runtime)}</span>
        <span className="sr-only"> {t("shell:outage.left")}</span>
      </p>
      <p className="text-inverse-muted hidden text-xs leading-tight md:block">
        {runtime === null ? t("shell:outage.noRuntime") : t("shell:outage.leftBy")}
        <br />
        <Age at={ups.last_seen_at} className="!text-inverse-muted" />
      </p>
      <p className="figure hidden text-lg leading-none font-semibold md:block">
        {formatNumber(ups.battery_percent, "%")}
        <span className="text-inverse-muted block pt-1 text-xs font-normal">{t("shell:outage.charge")}</span>
      </p>
    </div>
  );
}

/** What happens next: a step under way, a stage to come, or a policy that is about to fire. */
function NextStep({ line: { ups, run } }: { line: OutageLine }) {
  const { t } = useTranslation();
  const now = useNow();
  const due = secondsSince(ups?.next?.at, now);
  let text: ReactNode = null;
  if (run && isLive(run)) {
    const progress = progressOf(run);
    text = (
      <>
        <span className="font-semibold max-sm:hidden">
          {run.policy_name ?? t(`states:kind.${run.kind}`)}
          {run.mode !== "live" && ` (${t(`states:mode.${run.mode}`)})`}
          {progress && " · "}
        </span>
        {progress && t("shell:outage.progress", { ...progress })}
      </>
    );
  } else if (ups?.next && due !== null) {
    text = t("shell:outage.next", { policy: ups.next.policy_name, clock: formatClock(-due) });
  }
  return text && <p className="lg:text-center">{text}</p>;
}
