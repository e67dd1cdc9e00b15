import { useTranslation } from "react-i18next";
import type { Run } from "@/lib/api/types";
import { isLive } from "@/lib/outage";
import { runLook } from "@/lib/power-state";
import { StateShape, StateWord } from "./state-shape";

/** State of a run, or its result once it is over. */
export function RunState({ run }: { run: Run }) {
  const { t } = useTranslation();
  const word = run.state === "done" && run.result ? `states:result.${run.result}` : `states:run.${run.state}`;
  return (
    <StateWord look={runLook(run.state, run.result)} lasting={!isLive(run)}>
      {t(word, { defaultValue: run.result ?? run.state })}
    </StateWord>
  );
}

const modes = {
  live: { tone: "text", shape: "shield" },
  dry_run: { tone: "dry-run", shape: "flask" },
  simulated: { tone: "dry-run", shape: "flask" },
  test: { tone: "dry-run", shape: "flask" },
} as const;

/** Whether a run acted or only tried. */
export function RunMode({ mode }: { mode: Run["mode"] }) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex items-center gap-1.5 text-xs font-medium">
      <StateShape {...modes[mode]} size={13} />
      {t(`states:mode.${mode}`)}
    </span>
  );
}
