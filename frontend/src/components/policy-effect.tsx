import { useTranslation } from "react-i18next";
import { useAway, useLook } from "@/lib/away";
import type { Policy } from "@/lib/api/types";
import type { Look } from "@/lib/power-state";
import { StateShape } from "./state-shape";

const looks: Record<Policy["effective"], Look> = {
  live: { tone: "text", shape: "shield" },
  dry_run: { tone: "dry-run", shape: "flask" },
  off: { tone: "off", shape: "dash" },
};

/** What a policy would do now: act, only try, or nothing. */
export function PolicyEffect({ effective }: { effective: Policy["effective"] }) {
  const { t } = useTranslation();
  const away = useAway();
  const look = useLook(looks[effective]);
  const word = t(`states:effective.${effective}`);
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-xs font-medium">
      <StateShape {...look} size={14} />
      {away ? t("states:last", { state: word }) : word}
    </span>
  );
}
