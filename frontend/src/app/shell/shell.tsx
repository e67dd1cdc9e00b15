import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAway } from "@/lib/away";
import { useLive, usePollingWhileDown } from "../live";
import { Header } from "./header";
import { BottomNavigation, SideNavigation } from "./navigation";
import { OfflineBanner } from "./offline-banner";
import { OutageBar } from "./outage-bar";
import { SignInAgain } from "./sign-in-again";
import { useSilence } from "./use-silence";

export function Shell() {
  const { t } = useTranslation();
  useLive();
  usePollingWhileDown();
  useSilence();
  const away = useAway();
  return (
    <div className="group/shell flex min-h-dvh flex-col" data-away={away || undefined}>
      <a
        href="#main"
        className="bg-accent text-on-accent sr-only z-50 rounded-md px-4 py-2 focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {t("shell:skip")}
      </a>
      <div className="sticky top-0 z-30">
        <Header />
        <OfflineBanner />
        <OutageBar />
      </div>
      <div className="flex flex-1">
        <SideNavigation />
        <main id="main" className="min-w-0 flex-1 pb-20 md:pb-6">
          <Outlet />
        </main>
      </div>
      <BottomNavigation />
      <SignInAgain />
    </div>
  );
}
