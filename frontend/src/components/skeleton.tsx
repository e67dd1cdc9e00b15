import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./ui/button";

const SHOW_AFTER_MS = 150;
const SLOW_AFTER_MS = 10_000;

/** True once `ms` have passed since the component appeared. */
function useElapsed(ms: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return elapsed;
}

interface SkeletonProps {
  label: string;
  /** The final shape in grey, built from {@link Block}s. */
  children: ReactNode;
  onRetry?: () => void;
}

/** What stands where data will come. It keeps the place from the start and is drawn only when loading takes a while. */
export function Skeleton({ label, children, onRetry }: SkeletonProps) {
  const { t } = useTranslation();
  const visible = useElapsed(SHOW_AFTER_MS);
  const slow = useElapsed(SLOW_AFTER_MS);
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {slow && (
        <p className="mb-3 flex items-center gap-3">
          {t("common:stillLoading")} {onRetry && <Button onClick={onRetry}>{t("common:retry")}</Button>}
        </p>
      )}
      <div aria-hidden className={clsx(!visible && "invisible")}>
        {children}
      </div>
    </div>
  );
}

export const Block = ({ className }: { className?: string }) => (
  <div className={clsx("bg-sunken rounded-md border", className)} />
);

/** Rows of a list that is still loading. */
export const RowBlocks = ({ rows }: { rows: number }) => (
  <div className="space-y-px p-4">
    {Array.from({ length: rows }, (_, row) => (
      <Block key={row} className="mb-2 h-8" />
    ))}
  </div>
);
