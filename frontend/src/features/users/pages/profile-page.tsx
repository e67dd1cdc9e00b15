import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/page";
import { Panel } from "@/components/ui/panel";
import { meQuery } from "@/lib/api/queries";
import { addTexts } from "@/lib/i18n";
import { allowed } from "@/lib/role";
import texts from "@/locales/en/users.json";
import { PasswordForm } from "../components/password-form";
import { SessionList } from "../components/session-list";
import { TokenPanel } from "../components/token-panel";

/** The reader's own account: password, sessions, API tokens. */
addTexts("users", texts);

export function ProfilePage() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  return (
    <Page title={t("users:profile.title")} lead={me && `${me.email} · ${t(`shell:role.${me.role}`)}`}>
      <div className="grid gap-5 lg:grid-cols-2">
        <Panel title={t("users:session.title")}>
          <SessionList />
        </Panel>
        <Panel title={t("users:password.title")}>
          {me?.auth === "oidc" ? <p className="text-muted">{t("users:password.atProvider")}</p> : <PasswordForm />}
        </Panel>
      </div>
      <TokenPanel mayCreate={allowed(me?.role, "operator")} mayExecute={allowed(me?.role, "admin")} />
    </Page>
  );
}
