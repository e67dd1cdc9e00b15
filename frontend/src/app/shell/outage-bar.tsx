import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { outagesQuery, runsQuery, upsQuery } from "@/lib/api/queries";
import { outageLines } from "@/lib/outage";
import { OutageLineView } from "./outage-line";

const MAX_LINES = 3;

/** The loudest thing on every screen while mains are away, are coming back, or a run is live. */
export function OutageBar() {
  const { t } = useTranslation();
  const { data: upss } = useQuery(upsQuery);
  const { data: runs } = useQuery(runsQuery);
  const { data: outages } = useQuery(outagesQuery);
  const lines = outageLines(upss ?? [], runs ?? [], outages ?? []);
  const more = lines.length - MAX_LINES;

  return (
    <>
      <Announcement lines={lines.map((line) => `${line.phase} ${line.key}`).join()} count={lines.length} />
      {lines.length > 0 && (
        <section
          aria-label={t("shell:outage.label")}
          data-outage-lines={Math.min(lines.length, MAX_LINES)}
          className="inverse bg-inverse-bg text-inverse-text"
        >
          {lines.slice(0, MAX_LINES).map((line) => (
            <OutageLineView key={line.key} line={line} />
          ))}
          {more > 0 && <p className="text-inverse-muted px-4 pb-2">{t("shell:outage.more", { count: more })}</p>}
        </section>
      )}
    </>
  );
}

/** Speaks once per change of the power state; the running clocks beside it are not read out. */
function Announcement({ lines, count }: { lines: string; count: number }) {
  const { t } = useTranslation();
  return (
    <p key={lines} role="status" aria-live="assertive" className="sr-only">
      {count > 0 && t("shell:outage.announce", { count })}
    </p>
  );
}
