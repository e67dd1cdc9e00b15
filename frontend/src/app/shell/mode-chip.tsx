import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { ModeDialog } from "@/features/system/components/mode-dialog";
import { useAway } from "@/lib/away";
import { statusQuery } from "@/lib/api/queries";
import type { SystemMode } from "@/lib/api/types";
import { formatTime } from "@/lib/format";
import { type Look, upsLook } from "@/lib/power-state";
import { chipClass } from "./chip";

type Kind = "hold" | "maintenance" | "armed" | "dryRun";

const looks: Record<Kind, Look> = {
  hold: { tone: "battery", shape: "pause" },
  maintenance: { tone: "info", shape: "info" },
  armed: { tone: "text", shape: "shield" },
  dryRun: { tone: "dry-run", shape: "flask" },
};

function kindOf(mode: SystemMode): [Kind, string | null] {
  if (mode.hold) return ["hold", mode.hold_until];
  if (mode.maintenance) return ["maintenance", mode.maintenance_until];
  return [mode.armed ? "armed" : "dryRun", null];
}

/** Whether walNUT would switch anything now. Always visible; opens the explanation and the switch. */
export function ModeChip() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const away = useAway();
  const { data: status } = useQuery(statusQuery);
  if (!status) return null;
  const [kind, until] = kindOf(status.mode);
  const word = t(`shell:mode.${kind}`, { time: formatTime(until).slice(0, 5) });
  return (
    <>
      <button
        type="button"
        className={chipClass("hover:bg-sunken border-border-strong")}
        title={away ? t("shell:mode.awayTitle") : t(`shell:mode.${kind}Title`)}
        disabled={away}
        onClick={() => setOpen(true)}
      >
        <StateShape {...(away ? upsLook("unknown") : looks[kind])} size={14} />
        {away ? t("states:last", { state: word }) : word}
      </button>
      <ModeDialog open={open} onClose={() => setOpen(false)} mode={status.mode} />
    </>
  );
}
