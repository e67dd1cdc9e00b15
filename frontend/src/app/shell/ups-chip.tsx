import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { useAway } from "@/lib/away";
import { upsQuery } from "@/lib/api/queries";
import { upsLook, urgency } from "@/lib/power-state";
import { useUpsWord } from "@/components/use-ups-word";
import { chipClass } from "./chip";

/** The worst state of all UPSs, in shape and word, and how many there are. */
export function UpsChip() {
  const { t } = useTranslation();
  const word = useUpsWord();
  const away = useAway();
  const { data: all } = useQuery(upsQuery);
  if (!all?.length) return null;
  const worst = all.reduce((a, b) => (urgency(b.state) < urgency(a.state) ? b : a));
  const same = all.filter((ups) => ups.state === worst.state).length;
  return (
    <Link
      to="/overview"
      className={chipClass("hover:bg-sunken")}
      aria-label={t(away ? "shell:upsChipAway" : "shell:upsChip", {
        state: word(worst.state),
        same,
        total: all.length,
      })}
    >
      <StateShape {...(away ? upsLook("unknown") : upsLook(worst.state))} size={14} />
      <span className="hidden sm:inline">
        {away ? t("states:last", { state: word(worst.state) }) : word(worst.state)}
      </span>
      <span className="text-muted">{same === all.length ? same : `${same}/${all.length}`}</span>
    </Link>
  );
}
