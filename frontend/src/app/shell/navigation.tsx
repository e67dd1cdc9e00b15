import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import {
  Ellipsis,
  Gauge,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
  Users,
  Workflow,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useTranslation } from "react-i18next";

const screens = [
  { to: "/overview", word: "overview", icon: Gauge },
  { to: "/events", word: "events", icon: ScrollText },
  { to: "/policies", word: "policies", icon: ListChecks },
  { to: "/runs", word: "runs", icon: Workflow },
  { to: "/hosts", word: "hosts", icon: Server },
  { to: "/users", word: "users", icon: Users },
  { to: "/settings", word: "settings", icon: Settings },
] as const satisfies { to: string; word: string; icon: LucideIcon }[];

/** What stands in the bar of small screens itself; the rest is behind "More". */
const IN_BAR = 4;

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

function More() {
  const { t } = useTranslation();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={clsx(item, "min-h-14 w-full flex-col justify-center gap-0.5 text-xs")}>
        <Ellipsis size={20} aria-hidden />
        {t("shell:nav.more")}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="end"
          collisionPadding={8}
          className="bg-surface z-50 min-w-44 rounded-md border p-1.5 shadow-[0_4px_16px_#0003]"
        >
          {screens.slice(IN_BAR).map(({ to, word, icon: Icon }) => (
            <DropdownMenu.Item key={to} asChild>
              <Link
                to={to}
                className="data-[highlighted]:bg-sunken flex min-h-11 items-center gap-3 rounded-sm px-3 outline-none"
              >
                <Icon size={18} aria-hidden />
                {t(`shell:nav.${word}`)}
              </Link>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
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
        {screens.slice(0, IN_BAR).map(({ to, word, icon: Icon }) => (
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
        <li className="min-w-0 flex-1">
          <More />
        </li>
      </ul>
    </nav>
  );
}
