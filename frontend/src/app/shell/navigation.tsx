import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { Gauge, ListChecks, type LucideIcon, ScrollText, Server, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";

const screens = [
  { to: "/overview", word: "overview", icon: Gauge },
  { to: "/events", word: "events", icon: ScrollText },
  { to: "/policies", word: "policies", icon: ListChecks },
  { to: "/runs", word: "runs", icon: Workflow },
  { to: "/hosts", word: "hosts", icon: Server },
] as const satisfies { to: string; word: string; icon: LucideIcon }[];

/** The list stays below the outage bar, whose height goes by its lines. */
const belowBar =
  "group-has-data-[outage-lines=1]/shell:top-33 group-has-data-[outage-lines=2]/shell:top-49 group-has-data-[outage-lines=3]/shell:top-65";

const item = "text-muted hover:bg-sunken hover:text-text flex items-center rounded-md font-medium";
const active = {
  className: "bg-sunken !text-text shadow-[inset_3px_0_0_var(--accent)]",
  "aria-current": "page" as const,
};
const activeBelow = { className: "!text-text shadow-[inset_0_3px_0_var(--accent)]", "aria-current": "page" as const };

/** Labels from 1024 px, icons with a title from 768 px. */
export function SideNavigation() {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t("shell:nav.label")}
      className="bg-surface hidden w-16 shrink-0 border-e p-2 md:block lg:w-52 lg:p-3"
    >
      <ul className={clsx("sticky top-17 space-y-1", belowBar)}>
        {screens.map(({ to, word, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              title={t(`shell:nav.${word}`)}
              activeProps={active}
              className={clsx(item, "min-h-11 justify-center gap-3 px-3 lg:justify-start")}
            >
              <Icon size={18} aria-hidden />
              <span className="sr-only lg:not-sr-only">{t(`shell:nav.${word}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The bar of small screens, above the safe area. */
export function BottomNavigation() {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t("shell:nav.label")}
      className="bg-surface fixed inset-x-0 bottom-0 z-20 border-t pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {screens.map(({ to, word, icon: Icon }) => (
          <li key={to} className="min-w-0 flex-1">
            <Link
              to={to}
              activeProps={activeBelow}
              className={clsx(item, "min-h-14 flex-col justify-center gap-0.5 rounded-none text-xs")}
            >
              <Icon size={20} aria-hidden />
              {t(`shell:nav.${word}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
