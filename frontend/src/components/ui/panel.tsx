import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

interface PanelProps {
  title: string;
  /** A link or figure at the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
  /** The content brings its own padding, as lists and tables do. */
  flush?: boolean;
  className?: string;
}

export function Panel({ title, aside, children, flush = false, className }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={clsx("bg-surface min-w-0 rounded-md border", className)}>
      <header className="flex min-h-11 items-center justify-between gap-3 border-b px-4 py-2">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {aside && <div className="text-muted text-xs">{aside}</div>}
      </header>
      <div className={flush ? undefined : "p-4"}>{children}</div>
    </section>
  );
}
