import { useTranslation } from "react-i18next";
import { asApiError } from "@/lib/api/problem";
import { StateShape } from "./state-shape";
import { Button } from "./ui/button";

interface ProblemProps {
  error: unknown;
  /** What this failure means for the protection, in the words of the screen. */
  meaning?: string;
  onRetry?: () => void;
}

/** A part of a screen that could not be loaded; the rest of the page goes on. */
export function Problem({ error, meaning, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  const { problem } = asApiError(error);
  return (
    <div role="alert" className="bg-surface flex gap-3 rounded-md border p-4">
      <StateShape shape="alert" tone="critical" size={20} label={t("common:error")} />
      <div className="min-w-0 space-y-1">
        <p className="font-semibold">{problem.title}</p>
        {problem.detail && <p className="break-words">{problem.detail}</p>}
        {meaning && <p className="text-muted">{meaning}</p>}
        {problem.trace_id && (
          <p className="text-muted text-xs">
            {t("common:trace")} <code className="font-mono select-all">{problem.trace_id}</code>
          </p>
        )}
        {onRetry && (
          <Button className="mt-2" onClick={onRetry}>
            {t("common:retry")}
          </Button>
        )}
      </div>
    </div>
  );
}
