import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/page";
import { formatTime } from "@/lib/format";
import { useHeardLast } from "@/lib/away";
import { statusQuery, upsQuery } from "@/lib/api/queries";
import { withoutMains } from "@/lib/outage";
import { EventsPanel } from "../components/events-panel";
import { IntegrationsPanel } from "../components/integrations-panel";
import { PoliciesPanel } from "../components/policies-panel";
import { PowerStrip } from "../components/power-strip";
import { RunsPanel } from "../components/runs-panel";
import { UpsSection } from "../components/ups-section";

export function OverviewPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("overview:title")} lead={<Lead />}>
      <div className="space-y-4">
        <UpsSection />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.7fr)_minmax(22rem,1fr)]">
          <div className="grid gap-4">
            <RunsPanel />
            <PowerStrip />
          </div>
          <div className="grid gap-4">
            <PoliciesPanel />
            <EventsPanel />
            <IntegrationsPanel />
          </div>
        </div>
      </div>
    </Page>
  );
}

/** The whole state in one sentence. */
function Lead() {
  const { t } = useTranslation();
  const { data: upss } = useQuery(upsQuery);
  const { data: status } = useQuery(statusQuery);
  const heard = useHeardLast();
  if (!upss?.length) return null;
  if (heard !== null) return <p>{t("overview:lead.away", { time: formatTime(new Date(heard).toISOString()) })}</p>;
  const onBattery = upss.filter(withoutMains).length;
  const silent = upss.filter((ups) => !ups.reachable).length;
  return (
    <p>
      {t("overview:lead.power", { total: upss.length, onBattery, silent })}
      {status && ` ${t(`overview:lead.${status.mode.effective}`)}`}
    </p>
  );
}
