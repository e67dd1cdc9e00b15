import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { EventRow } from "@/components/event-row";
import { StateShape } from "@/components/state-shape";
import { Panel } from "@/components/ui/panel";
import type { Run } from "@/lib/api/types";
import type { Look } from "@/lib/power-state";

const verdicts: Record<string, Look> = {
  true: { tone: "ok", shape: "tick" },
  met: { tone: "ok", shape: "tick" },
  pending: { tone: "info", shape: "clock" },
  unmet: { tone: "off", shape: "dash" },
  false: { tone: "off", shape: "dash" },
  unknown: { tone: "unknown", shape: "question" },
};

const verdictLook = (verdict: string): Look => verdicts[verdict] ?? { tone: "unknown", shape: "question" };

/** Why a run began: the event, the triggers and the conditions with the values that were found. */
export function Cause({ run }: { run: Run }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("runs:cause.title")} flush>
      {run.event && (
        <div className="border-b px-4 py-3">
          <EventRow event={run.event} />
        </div>
      )}
      {run.reason && (
        <p className="border-b px-4 py-3">{t("runs:cause.reason", { reason: run.reason.replaceAll("_", " ") })}</p>
      )}
      <ul className="divide-y">
        {run.triggers.map((trigger) => (
          <Verdict
            key={`t${trigger.index}`}
            verdict={trigger.state}
            text={t("runs:cause.trigger", { number: trigger.index + 1 })}
          >
            <Age at={trigger.since} />
          </Verdict>
        ))}
        {run.conditions.map((condition) => (
          <Verdict key={condition.pointer} verdict={condition.verdict} text={condition.pointer}>
            <span className="font-mono">{JSON.stringify(condition.value ?? null)}</span>
          </Verdict>
        ))}
      </ul>
      {run.gates.length > 0 && (
        <ul className="divide-y border-t">
          {run.gates.map((gate) => (
            <Verdict
              key={`${gate.gate} ${gate.detail ?? ""}`}
              verdict={String(gate.open)}
              text={t(`runs:cause.gate.${gate.gate}`)}
            >
              {gate.detail}
            </Verdict>
          ))}
        </ul>
      )}
      {!run.event && run.triggers.length === 0 && <Beginner run={run} />}
    </Panel>
  );
}

function Beginner({ run }: { run: Run }) {
  const { t } = useTranslation();
  if (run.kind !== "recovery" || !run.parent_run) {
    return <p className="text-muted px-4 py-3">{t("runs:cause.person", { actor: run.actor ?? "system" })}</p>;
  }
  return (
    <p className="px-4 py-3">
      <Link to="/runs/$id" params={{ id: run.parent_run }} className="text-accent underline">
        {t("runs:cause.recovery")}
      </Link>
    </p>
  );
}

function Verdict({ verdict, text, children }: { verdict: string; text: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <StateShape {...verdictLook(verdict)} label={t(`runs:verdict.${verdict}`)} />
      <span className="min-w-0 flex-1 truncate">{text}</span>
      <span className="text-muted text-xs">{children}</span>
    </li>
  );
}
