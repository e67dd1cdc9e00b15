import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Check, CircleUserRound } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useTranslation } from "react-i18next";
import { signOut } from "@/features/auth/api";
import { meQuery } from "@/lib/api/queries";
import { type ThemeChoice, useTheme } from "@/lib/theme";

const item =
  "flex min-h-9 cursor-pointer items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-sunken pointer-coarse:min-h-11";
const themes: ThemeChoice[] = ["light", "dark", "system"];

function ThemeItems() {
  const { t } = useTranslation();
  const { choice, choose } = useTheme();
  return (
    <DropdownMenu.RadioGroup value={choice} onValueChange={(value) => choose(value as ThemeChoice)}>
      <DropdownMenu.Label className="text-muted px-2 pt-2 pb-1 text-xs">{t("shell:theme.label")}</DropdownMenu.Label>
      {themes.map((theme) => (
        <DropdownMenu.RadioItem key={theme} value={theme} className={item}>
          <span className="w-4">
            <DropdownMenu.ItemIndicator>
              <Check size={16} aria-hidden />
            </DropdownMenu.ItemIndicator>
          </span>
          {t(`shell:theme.${theme}`)}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function UserMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);

  const leave = async () => {
    try {
      await signOut();
    } finally {
      await navigate({ to: "/login" });
      client.clear();
    }
  };

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={t("shell:user.menu")}
        className="hover:bg-sunken flex size-9 items-center justify-center rounded-md pointer-coarse:size-11"
      >
        <CircleUserRound size={20} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="bg-surface z-50 min-w-56 rounded-md border p-1.5 shadow-[0_4px_16px_#0003]"
        >
          {me && (
            <div className="border-b px-2 pt-1 pb-2">
              <p className="truncate font-medium">{me.display_name ?? me.email}</p>
              <p className="text-muted text-xs">{t(`shell:role.${me.role}`)}</p>
            </div>
          )}
          <ThemeItems />
          <DropdownMenu.Separator className="my-1.5 border-t" />
          <DropdownMenu.Item asChild>
            <Link to="/profile" className={item}>
              {t("shell:user.profile")}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item className={item} onSelect={() => void leave()}>
            {t("shell:user.signOut")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
