import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/empty";
import { Page } from "@/components/page";
import { buttonClass } from "@/components/ui/button";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("shell:notFound.title")}>
      <Empty
        title={t("shell:notFound.text", { path: window.location.pathname })}
        action={
          <Link to="/overview" className={buttonClass("primary")}>
            {t("shell:notFound.action")}
          </Link>
        }
      />
    </Page>
  );
}
