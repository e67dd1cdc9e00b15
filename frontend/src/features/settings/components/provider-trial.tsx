import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { StateWord } from "@/components/state-shape";
import { Button } from "@/components/ui/button";
import { tryProvider, type Values } from "../api";

interface ProviderTrialProps {
  changes: Values;
  guard: <T>(call: () => Promise<T>) => Promise<T>;
}

/** Asks the identity provider for its addresses and keys before anything is saved. The secret is not tried. */
export function ProviderTrial({ changes, guard }: ProviderTrialProps) {
  const { t } = useTranslation();
  const trial = useMutation({
    mutationFn: () => {
      const tried = Object.entries(changes).filter(([key]) => key !== "client_secret");
      return guard(() => tryProvider(Object.fromEntries(tried)));
    },
  });
  return (
    <div className="space-y-3">
      <Button busy={trial.isPending} onClick={() => trial.mutate()}>
        {t("settings:trial")}
      </Button>
      {trial.isError && <Problem error={trial.error} />}
      {trial.data && (
        <ol role="status" className="space-y-1">
          {trial.data.steps.map((step) => (
            <li key={step.name}>
              <StateWord look={step.ok ? { tone: "ok", shape: "tick" } : { tone: "critical", shape: "alert" }}>
                {step.name}: {step.detail}
              </StateWord>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
