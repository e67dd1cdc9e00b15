import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Button } from "@/components/ui/button";
import { missing } from "@/lib/format";
import { endSession, sessionsKey, sessionsQuery } from "../api";
import { programName } from "../model";

/** Where an account is signed in, each with its end; of the reader's own account without an id. */
export function SessionList({ userId }: { userId?: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery(userId));
  const end = useMutation({
    mutationFn: endSession,
    onSettled: () => client.invalidateQueries({ queryKey: sessionsKey(userId) }),
  });
  if (sessions.isPending) {
    return (
      <Skeleton label={t("users:session.loading")}>
        <RowBlocks rows={2} />
      </Skeleton>
    );
  }
  if (sessions.isLoadingError) return <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (sessions.data.length === 0) return <p className="text-muted">{t("users:session.none")}</p>;
  return (
    <>
      {end.isError && <Problem error={end.error} />}
      <ul className="divide-y">
        {sessions.data.map((session) => (
          <li key={session.id} className="flex items-center justify-between gap-4 py-2">
            <div className="min-w-0">
              <p className="truncate" title={session.user_agent ?? undefined}>
                {session.user_agent ? programName(session.user_agent) : t("users:session.unknown")}
              </p>
              <p className="text-muted text-xs">
                {t(`users:session.kind.${session.kind}`)} · {session.ip ?? missing} · <Age at={session.last_used_at} />
              </p>
            </div>
            {session.current ? (
              <span className="text-muted text-xs whitespace-nowrap">{t("users:session.current")}</span>
            ) : (
              <Button busy={end.isPending && end.variables === session.id} onClick={() => end.mutate(session.id)}>
                {t("users:session.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
