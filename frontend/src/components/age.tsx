import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { formatDuration } from "@/lib/duration";
import { missing, secondsSince } from "@/lib/format";
import { useNow } from "@/lib/time";

/** A value counts as live for three poll intervals of 5 s. */
export const LIVE_SECONDS = 15;

/** How old a value is, counted on the server's clock. Old values say so in muted text. */
export function Age({ at, className }: { at: string | null | undefined; className?: string }) {
  const { t } = useTranslation();
  const seconds = secondsSince(at, useNow());
  if (seconds === null) return <span title={t("common:neverSeen")}>{missing}</span>;
  return (
    <time
      dateTime={at ?? undefined}
      title={at ?? undefined}
      className={clsx(seconds > LIVE_SECONDS && "text-muted", className)}
    >
      {seconds < 1.5 ? t("common:justNow") : t("common:ago", { duration: formatDuration(seconds) })}
    </time>
  );
}
