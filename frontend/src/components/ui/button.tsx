import { clsx } from "clsx";
import type { ButtonHTMLAttributes } from "react";
import { useTranslation } from "react-i18next";
import { useAway } from "@/lib/away";

type Kind = "primary" | "plain" | "quiet" | "inverse" | "danger";

const kinds: Record<Kind, string> = {
  primary: "bg-accent text-on-accent border-accent hover:opacity-90",
  plain: "bg-surface text-text border-border-strong hover:bg-sunken",
  quiet: "bg-transparent text-text border-transparent hover:bg-sunken",
  inverse: "bg-transparent text-inverse-text border-inverse-border hover:border-inverse-text",
  danger: "bg-surface text-critical border-critical hover:bg-sunken",
};

export const buttonClass = (kind: Kind = "plain", className?: string) =>
  clsx(
    "inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3 text-sm font-medium whitespace-nowrap",
    "transition-colors disabled:opacity-55 pointer-coarse:min-h-11",
    kinds[kind],
    className,
  );

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  /** A call is under way: the button stays where it is and can not act twice. */
  busy?: boolean;
  /** It changes something on the server, so it is disabled while the server is away; by itself of forms and of these kinds. */
  acts?: boolean;
}

export function Button({ kind, busy = false, acts, className, disabled, title, children, ...rest }: ButtonProps) {
  const { t } = useTranslation();
  const acting = acts ?? (kind === "primary" || kind === "danger" || rest.type === "submit");
  const away = useAway() && acting;
  return (
    <button
      type="button"
      className={buttonClass(kind, className)}
      disabled={disabled || busy || away}
      title={away ? t("common:away") : title}
      aria-busy={busy || undefined}
      {...rest}
    >
      {children}
    </button>
  );
}
