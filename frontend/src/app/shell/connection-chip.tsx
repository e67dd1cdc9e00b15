import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { useAway } from "@/lib/away";
import { useConnection } from "@/lib/connection";
import type { Look } from "@/lib/power-state";
import { chipClass } from "./chip";

const looks: Record<"connecting" | "live" | "down", Look> = {
  connecting: { tone: "info", shape: "ring" },
  live: { tone: "ok", shape: "tick" },
  down: { tone: "unknown", shape: "question" },
};

export function ConnectionChip() {
  const { t } = useTranslation();
  const away = useAway();
  const state = useConnection((connection) => (away ? "down" : connection.state));
  return (
    <span role="status" className={chipClass()} title={t(`shell:connection.${state}Title`)}>
      <StateShape {...looks[state]} size={14} />
      <span className="sr-only sm:not-sr-only">{t(`shell:connection.${state}`)}</span>
    </span>
  );
}
