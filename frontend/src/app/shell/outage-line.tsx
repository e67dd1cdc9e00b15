import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { StateShape } from "@/components/state-shape";
import { buttonClass } from "@/components/ui/button";
import { useUpsWord } from "@/components/use-ups-word";
import type { Run } from "@/lib/api/types";
import { useAway, useKnownNow, useLook } from "@/lib/away";
import { CancelRun } from "@/features/runs/components/cancel-run";
import { formatClock, formatDuration } from "@/lib/duration";
import { formatNumber, missing, secondsSince } from "@/lib/format";
import { type OutageLine, progressOf, secondsInState, secondsOnBattery } from "@/lib/outage";
import { type Look, upsLook } from "@/lib/power-state";
import { runName } from "@/lib/run-name";
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
  const away = useAway();
  const present = lookOf(line);
  const look = useLook(present);
  const { ups, runs } = line;
  return (
    <div
      className={clsx(
        "grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-1 border-s-8 px-3 py-2.5 md:px-4",
        "lg:grid-cols-[auto_minmax(12rem,auto)_auto_1fr]",
        (!away && stripes[look.tone]) || "border-s-inverse-unknown",
      )}
    >
      <StateShape {...look} size={28} inverse />
      <Headline line={line} />
      {ups && line.phase !== "returning" ? <TimeLeft line={line} /> : <span />}
      <div className="col-span-3 col-start-1 min-w-0 lg:col-span-1 lg:col-start-auto">
        {runs.length > 0 ? (
          <ul className="space-y-1">
            {runs.map((run) => (
              <RunLine key={run.id} run={run} />
            ))}
          </ul>
        ) : (
          <NextPolicy line={line} />
        )}
      </div>
    </div>
  );
}

function Headline({ line }: { line: OutageLine }) {
  const { t } = useTranslation();
  const away = useAway();
  const state = useStateText(line);
  const { ups, runs, phase } = line;
  const name = ups?.display_name ?? runs[0]?.policy_name ?? t("shell:outage.run");
  return (
    <div className="min-w-0">
      <p className="truncate text-base font-semibold">{name}</p>
      <p className="text-inverse-muted font-medium">
        {away ? t("states:last", { state }) : state}
        {ups && phase === "battery" && <span className="md:hidden"> · {formatNumber(ups.battery_percent, "%")}</span>}
      </p>
    </div>
  );
}

/** What is the matter, with a clock that stops while the server is away. */
function useStateText({ ups, runs, phase }: OutageLine): string {
  const { t } = useTranslation();
  const now = useKnownNow();
  const word = useUpsWord();
  if (phase === "battery" && ups) {
    const clock = formatClock(secondsInState(ups, now));
    if (ups.state === "on_battery") return t("shell:outage.battery", { state: word(ups.state), clock });
    const battery = formatClock(secondsOnBattery(ups, now));
    return t("shell:outage.worse", { state: word(ups.state), clock, battery });
  }
  if (phase === "unknown") {
    return t("shell:outage.unknown", { duration: formatDuration(secondsSince(ups?.last_seen_at, now) ?? 0) });
  }
  if (phase === "returning") {
    return t(runs.some((run) => run.kind === "recovery") ? "shell:outage.recovering" : "shell:outage.returning");
  }
  return t("shell:outage.running", { count: runs.length });
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

/** One run under way: whose it is, how far it is, and how to stop it. */
function RunLine({ run }: { run: Run }) {
  const { t } = useTranslation();
  const away = useAway();
  const progress = progressOf(run);
  const text = progress && t("states:progress", { ...progress });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="min-w-0 flex-1 basis-56 break-words lg:text-end">
        <span className="font-semibold">
          {runName(run, t)}
          {run.mode !== "live" && ` (${t(`states:mode.${run.mode}`)})`}
        </span>
        {text && ` · ${away ? t("states:last", { state: text }) : text}`}
      </p>
      <span className="flex gap-2">
        <CancelRun run={run} inverse />
        <Link to="/runs/$id" params={{ id: run.id }} className={buttonClass("inverse")}>
          {t("shell:outage.open")}
        </Link>
      </span>
    </li>
  );
}

/** The policy that will run next unless something changes. Its clock says nothing while the server is away. */
function NextPolicy({ line: { ups } }: { line: OutageLine }) {
  const { t } = useTranslation();
  const away = useAway();
  const due = secondsSince(ups?.next?.at, useNow());
  if (!ups?.next || due === null || away) return null;
  return (
    <p className="lg:text-end">{t("shell:outage.next", { policy: ups.next.policy_name, clock: formatClock(-due) })}</p>
  );
}
