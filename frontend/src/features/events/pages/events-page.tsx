import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { EventRow } from "@/components/event-row";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Button } from "@/components/ui/button";
import { eventsQuery } from "@/lib/api/queries";
import type { PowerEvent } from "@/lib/api/types";
import { formatDay } from "@/lib/format";
import { EventFilters } from "../components/event-filters";
import { byDay, filtered } from "../model";

export function EventsPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: "/shell/events" });
  const navigate = useNavigate();
  const events = useInfiniteQuery(eventsQuery(filter));
  const items = events.data?.pages.flatMap((page) => page.items) ?? [];
  const retry = () => void events.refetch();

  return (
    <Page title={t("events:title")} actions={<EventFilters filter={filter} />}>
      <div className="bg-surface rounded-md border">
        {events.isPending ? (
          <Skeleton label={t("events:loading")} onRetry={retry}>
            <RowBlocks rows={12} />
          </Skeleton>
        ) : events.isError && items.length === 0 ? (
          <div className="p-4">
            <Problem error={events.error} meaning={t("events:errorMeaning")} onRetry={retry} />
          </div>
        ) : items.length > 0 ? (
          <Days events={items} />
        ) : filtered(filter) ? (
          <Empty
            title={t("events:noMatch")}
            action={
              <Button onClick={() => void navigate({ to: "/events", search: {} })}>{t("events:filter.clear")}</Button>
            }
          />
        ) : (
          <Empty title={t("events:empty")}>{t("events:emptyText")}</Empty>
        )}
      </div>
      {events.hasNextPage && (
        <div className="mt-4 text-center">
          <Button busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            {t("events:older")}
          </Button>
        </div>
      )}
    </Page>
  );
}

function Days({ events }: { events: PowerEvent[] }) {
  return byDay(events).map(([day, members]) => (
    <section key={day} aria-label={formatDay(members[0]?.ts)}>
      <h2 className="bg-sunken text-muted border-b px-4 py-1.5 text-xs font-semibold">{formatDay(members[0]?.ts)}</h2>
      <ul className="divide-y">
        {members.map((event) => (
          <li key={event.id}>
            <details className="group">
              <summary className="hover:bg-sunken/60 cursor-pointer list-none px-4 py-2.5">
                <EventRow event={event} />
              </summary>
              <pre tabIndex={0} className="bg-sunken mx-4 mb-3 overflow-x-auto rounded-md border p-3 font-mono text-xs">
                {JSON.stringify(event, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  ));
}
