import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "@/components/logo";
import { StateShape } from "@/components/state-shape";
import { siteName, tabTitle } from "@/lib/site";
import { sendsInTheClear } from "../model";

/** The frame of the screens before a session. */
export function LoginFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();

  useEffect(() => {
    document.title = tabTitle(title);
  }, [title]);

  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <Logo size={40} />
          <div>
            <h1 className="text-lg font-semibold">{title}</h1>
            <p className="text-muted">{siteName() ?? t("auth:product")}</p>
          </div>
        </div>
        <div className="bg-surface rounded-md border p-5">{children}</div>
        {sendsInTheClear(window.location) && (
          <p className="mt-4 flex gap-2">
            <StateShape shape="bolt" tone="battery" />
            {t("auth:clear")}
          </p>
        )}
      </div>
    </main>
  );
}
