import { useTranslation } from "react-i18next";
import type { PowerEvent } from "@/lib/api/types";
import { formatDateTime, formatTime } from "@/lib/format";
import { severityLook } from "@/lib/power-state";
import { StateShape } from "./state-shape";

const today = (at: string) => new Date(at).toDateString() === new Date().toDateString();

/** One event: when, how bad, what. */
export function EventRow({ event, dense = false }: { event: PowerEvent; dense?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3">
      <span className="translate-y-0.5">
        <StateShape {...severityLook(event.severity)} size={14} label={t(`states:severity.${event.severity}`)} />
      </span>
      <div className="min-w-0">
        <p className="break-words">{event.message}</p>
        {!dense && (
          <p className="text-muted text-xs">
            {event.name.replaceAll("_", " ")} · <Subject event={event} />
            {event.synthetic && ` · ${t("states:synthetic")}`}
          </p>
        )}
      </div>
      <time dateTime={event.ts} title={event.ts} className="text-muted font-mono text-xs">
        {dense && !today(event.ts) ? formatDateTime(event.ts) : formatTime(event.ts)}
      </time>
    </div>
  );
}

const named = new Set(["ups", "host", "target", "vm", "integration", "server"]);

/** Ids that people gave are shown; an id that only programs know says no more than its kind. */
function Subject({ event: { subject } }: { event: PowerEvent }) {
  return named.has(subject.kind) ? <span className="font-mono">{subject.id}</span> : subject.kind;
}
