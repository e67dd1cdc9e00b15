import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { NeedsRole } from "@/components/needs-role";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { meQuery } from "@/lib/api/queries";
import { addTexts } from "@/lib/i18n";
import { allowed } from "@/lib/role";
import texts from "@/locales/en/settings.json";
import { settingsQuery } from "../api";
import { SettingsForm } from "../components/settings-form";
import { shownGroups } from "../model";

addTexts("settings", texts);

export function SettingsPage() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  if (me && !allowed(me.role, "admin")) return <NeedsRole title={t("settings:title")} role="admin" />;
  return <Settings />;
}

const tab = "flex min-h-11 items-center rounded-md px-3 font-medium whitespace-nowrap text-muted hover:bg-sunken";
const active = { className: "bg-sunken !text-text", "aria-current": "page" as const };

function Settings() {
  const { t } = useTranslation();
  const { section } = useParams({ from: "/shell/settings/$section" });
  const settings = useQuery(settingsQuery);
  const retry = () => void settings.refetch();
  const groups = shownGroups(settings.data ?? []);
  const group = groups.find(({ name }) => name === section);
  return (
    <Page title={t("settings:title")} lead={t("settings:lead")}>
      {settings.isPending ? (
        <Skeleton label={t("settings:loading")} onRetry={retry}>
          <RowBlocks rows={8} />
        </Skeleton>
      ) : settings.isLoadingError ? (
        <Problem error={settings.error} meaning={t("settings:errorMeaning")} onRetry={retry} />
      ) : (
        <div className="gap-6 md:flex">
          <nav aria-label={t("settings:sections")} className="mb-4 shrink-0 md:w-44">
            <ul className="flex flex-wrap gap-1 md:flex-col">
              {groups.map(({ name }) => (
                <li key={name}>
                  <Link to="/settings/$section" params={{ section: name }} className={tab} activeProps={active}>
                    <SectionName name={name} />
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="min-w-0 flex-1">
            {group ? (
              <SettingsForm key={`${group.name} ${group.version}`} group={group} />
            ) : (
              <Empty title={t("settings:noSection", { section })} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

/** A group that is newer than this console is called as the server calls it. */
function SectionName({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  return i18n.exists(`settings:section.${name}`) ? t(`settings:section.${name}`) : name;
}
