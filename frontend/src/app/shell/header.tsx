import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Logo } from "@/components/logo";
import { siteName } from "@/lib/site";
import { ConnectionChip } from "./connection-chip";
import { ModeChip } from "./mode-chip";
import { UpsChip } from "./ups-chip";
import { UserMenu } from "./user-menu";

export function Header() {
  const { t } = useTranslation();
  return (
    <header className="bg-surface flex h-14 items-center gap-2 border-b px-3 md:gap-3 md:px-4">
      <Link to="/overview" aria-label={t("shell:home")} className="me-auto flex min-h-11 items-center gap-2 rounded-md">
        <Logo />
        <span className="hidden max-w-48 truncate text-base font-semibold tracking-tight sm:inline">
          {siteName() ?? "walNUT"}
        </span>
      </Link>
      <UpsChip />
      <ModeChip />
      <ConnectionChip />
      <UserMenu />
    </header>
  );
}
