import { clsx } from "clsx";
import type { ButtonHTMLAttributes } from "react";

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
}

export function Button({ kind, busy = false, className, disabled, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={buttonClass(kind, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {children}
    </button>
  );
}
