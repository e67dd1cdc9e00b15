import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { Button } from "@/components/ui/button";
import { useHeardLast } from "@/lib/away";
import { useConnection } from "@/lib/connection";
import { formatClock } from "@/lib/duration";
import { formatTime } from "@/lib/format";
import { clockOffsetSeconds, useNow } from "@/lib/time";

const SHOWN_AFTER_MS = 10_000;

/** Says that the console no longer hears walNUT. That does not mean that walNUT stopped watching. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { state, since, retryAt, retry } = useConnection();
  const heard = useHeardLast();
  const localNow = useNow() - clockOffsetSeconds() * 1000;
  const down = state !== "live" && localNow - since >= SHOWN_AFTER_MS;
  if (!down && heard === null) return null;
  const at = state === "live" || since > (heard ?? since) ? (heard ?? since) : since;
  return (
    <div role="alert" className="bg-sunken flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
      <StateShape shape="question" tone="unknown" size={18} />
      <p className="me-auto">{t("shell:offline.text", { time: formatTime(new Date(at).toISOString()) })}</p>
      {retryAt !== null && (
        <span className="text-muted">
          {t("shell:offline.retry", { clock: formatClock((retryAt - localNow) / 1000) })}
        </span>
      )}
      <Button onClick={retry}>{t("shell:offline.now")}</Button>
    </div>
  );
}
