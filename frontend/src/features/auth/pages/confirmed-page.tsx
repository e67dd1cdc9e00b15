import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { tellConfirmed } from "@/lib/api/step-up";
import { LoginFrame } from "../components/login-frame";

/** Where the identity provider leads back to after a new check: the tab that asked for it goes on. */
export function ConfirmedPage() {
  const { t } = useTranslation();
  useEffect(tellConfirmed, []);
  return (
    <LoginFrame title={t("auth:confirmed.title")}>
      <p className="flex gap-2">
        <StateShape shape="tick" tone="ok" />
        {t("auth:confirmed.text")}
      </p>
    </LoginFrame>
  );
}
