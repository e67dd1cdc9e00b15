import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Problem } from "@/components/problem";
import { Block, Skeleton } from "@/components/skeleton";
import { samplesQuery, upsQuery } from "@/lib/api/queries";
import { byUrgency } from "../model";
import { UpsCard } from "./ups-card";
import { UpsTable } from "./ups-table";

const MAX_CARDS = 12;
const grid = "grid gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))]";

export function UpsSection() {
  const { t } = useTranslation();
  const upss = useQuery(upsQuery);
  const samples = useQuery(samplesQuery("1h", "30s"));
  const heading = useId();
  const retry = () => void upss.refetch();

  if (upss.isPending) {
    return (
      <Skeleton label={t("overview:loading")} onRetry={retry}>
        <div className={grid}>
          <Block className="h-72" />
          <Block className="h-72" />
        </div>
      </Skeleton>
    );
  }
  if (upss.isLoadingError) return <Problem error={upss.error} meaning={t("overview:upsError")} onRetry={retry} />;
  if (upss.data.length === 0) {
    return (
      <div className="bg-surface rounded-md border">
        <Empty title={t("overview:empty.title")}>{t("overview:empty.text")}</Empty>
      </div>
    );
  }
  const sorted = byUrgency(upss.data);
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="sr-only">
        {t("overview:upsLabel")}
      </h2>
      {sorted.length > MAX_CARDS ? (
        <UpsTable upss={sorted} />
      ) : (
        <div className={grid}>
          {sorted.map((ups) => (
            <UpsCard key={ups.id} ups={ups} samples={samples.data ?? []} />
          ))}
        </div>
      )}
    </section>
  );
}
