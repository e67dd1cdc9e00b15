import { useTranslation } from "react-i18next";
import type { Role } from "@/lib/api/types";
import { Page } from "./page";
import { StateShape } from "./state-shape";

/** Stands for a whole screen that the reader's role does not include. */
export function NeedsRole({ title, role }: { title: string; role: Role }) {
  const { t } = useTranslation();
  return (
    <Page title={title}>
      <p className="bg-surface flex gap-2 rounded-md border p-4">
        <StateShape shape="info" tone="info" />
        {t("common:needsRole", { role: t(`shell:role.${role}`) })}
      </p>
    </Page>
  );
}
