import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { EventRow } from "@/components/event-row";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Panel } from "@/components/ui/panel";
import { eventsQuery } from "@/lib/api/queries";

const SHOWN = 10;

export function EventsPanel() {
  const { t } = useTranslation();
  const events = useInfiniteQuery(eventsQuery({}));
  const items = events.data?.pages[0]?.items.slice(0, SHOWN) ?? [];
  const retry = () => void events.refetch();
  const all = (
    <Link to="/events" className="text-accent hover:underline">
      {t("overview:events.all")}
    </Link>
  );
  return (
    <Panel title={t("overview:events.title")} aside={all} flush>
      {events.isPending ? (
        <Skeleton label={t("overview:events.loading")} onRetry={retry}>
          <RowBlocks rows={5} />
        </Skeleton>
      ) : events.isLoadingError ? (
        <div className="p-4">
          <Problem error={events.error} onRetry={retry} />
        </div>
      ) : items.length === 0 ? (
        <Empty title={t("overview:events.empty")} />
      ) : (
        <ul className="divide-y">
          {items.map((event) => (
            <li key={event.id} className="px-4 py-2">
              <EventRow event={event} dense />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
