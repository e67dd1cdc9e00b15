import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { useKnownNow } from "@/lib/away";
import type { Step } from "@/lib/api/types";
import { formatClock, formatDuration } from "@/lib/duration";
import { missing, secondsSince } from "@/lib/format";
import { countSteps, progressOf } from "@/lib/outage";
import { stepLook, type Tone } from "@/lib/power-state";
import { StateWord } from "./state-shape";

const segments: Partial<Record<Tone, string>> = {
  ok: "bg-ok",
  critical: "bg-critical cross-hatched",
  info: "bg-info hatched",
  unknown: "bg-unknown dotted",
  off: "bg-transparent border border-border-strong",
};

/** One segment per step, in the order of the plan: how far a run is, at a glance. */
export function StepSegments({ steps }: { steps: Step[] }) {
  return (
    <div aria-hidden className="flex h-2.5 gap-0.5">
      {steps.map((step) => (
        <span key={step.id} className={clsx("min-w-0.5 flex-1 rounded-sm", segments[stepLook(step.state).tone])} />
      ))}
    </div>
  );
}

export function stages(steps: Step[]): [number, Step[]][] {
  const byStage = new Map<number, Step[]>();
  for (const step of steps) byStage.set(step.stage, [...(byStage.get(step.stage) ?? []), step]);
  return [...byStage].sort(([a], [b]) => a - b);
}

const over = new Set(["confirmed", "failed", "timed_out", "skipped"]);

/** All steps of a run by stage; clocks of the steps under way tick by themselves. */
export function RunSteps({ steps }: { steps: Step[] }) {
  const { t } = useTranslation();
  return (
    <ol className="space-y-3">
      {stages(steps).map(([stage, members], index) => (
        <li key={stage}>
          <h3 className="text-muted flex justify-between gap-3 text-xs font-semibold">
            <span>{t("states:stage", { number: index + 1 })}</span>
            <span>{t("states:stageDone", { ...progressOf({ counts: countSteps(members) }) })}</span>
          </h3>
          <ul className="divide-y">
            {members.map((step) => (
              <StepRow key={step.id} step={step} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

const verbText = (verb: string) => verb.replaceAll("_", " ");

function StepRow({ step }: { step: Step }) {
  const { t } = useTranslation();
  const word = step.would && step.state === "confirmed" ? "states:would" : `states:step.${step.state}`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 py-2 sm:grid-cols-[minmax(0,1fr)_11rem_4.5rem]">
      <div className="min-w-0">
        <p className="truncate font-medium">{step.target_name ?? step.target_id}</p>
        <p className="text-muted truncate text-xs">
          {t("states:stepWhere", { verb: verbText(step.verb), host: step.host_id })}
          {step.reason && ` · ${verbText(step.reason)}`}
        </p>
      </div>
      <StateWord look={stepLook(step.state)} lasting={over.has(step.state)} size={15} className="text-sm">
        {t(word)}
      </StateWord>
      <StepTime step={step} />
    </li>
  );
}

/** How long a step took, or how long it may still take. */
function StepTime({ step }: { step: Step }) {
  const { t } = useTranslation();
  const now = useKnownNow();
  let text = "";
  if (over.has(step.state)) {
    text = step.duration_ms === null ? missing : formatDuration(Math.max(1, step.duration_ms / 1000));
  } else if (step.state !== "planned" && step.deadline_at) {
    text = t("states:atMost", { clock: formatClock(-(secondsSince(step.deadline_at, now) ?? 0)) });
  }
  return <p className="text-muted text-end text-xs max-sm:col-span-2 max-sm:empty:hidden">{text}</p>;
}
