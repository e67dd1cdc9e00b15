import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { StepUpDialog } from "@/components/step-up-dialog";
import { Button } from "@/components/ui/button";
import { keys, meQuery } from "@/lib/api/queries";
import { useStepUp } from "@/lib/api/step-up";
import type { Policy } from "@/lib/api/types";
import { upsert } from "@/lib/live/cache";
import { allowed } from "@/lib/role";
import { disarmPolicy, setEnabled } from "../api";
import { ArmDialog } from "./arm-dialog";

/** Enable or disable, arm or disarm. What the reader's role may not do is shown disabled with the reason. */
export function PolicyActions({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const [arming, setArming] = useState(false);
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const stepUp = useStepUp();
  const store = (changed: Policy) =>
    client.setQueryData<Policy[]>(keys.policies, (known) => upsert(known, { ...policy, ...changed }));
  const enable = useMutation({
    mutationFn: () => stepUp.guard(() => setEnabled(policy, !policy.enabled)),
    onSuccess: store,
  });
  const disarm = useMutation({ mutationFn: () => disarmPolicy(policy.id), onSuccess: store });
  const needs = (role: "operator" | "admin") =>
    allowed(me?.role, role) ? {} : { disabled: true, title: t("common:needsRole", { role: t(`shell:role.${role}`) }) };
  const error = enable.error ?? disarm.error;

  return (
    <div className="space-y-2">
      <div className="flex flex-wrap justify-end gap-2">
        <Button acts busy={enable.isPending} onClick={() => enable.mutate()} {...needs("admin")}>
          {t(policy.enabled ? "policies:disable" : "policies:enable")}
        </Button>
        {policy.armed ? (
          <Button acts busy={disarm.isPending} onClick={() => disarm.mutate()} {...needs("operator")}>
            {t("policies:disarm")}
          </Button>
        ) : (
          <Button kind="danger" disabled={!policy.enabled} onClick={() => setArming(true)} {...needs("admin")}>
            {t("policies:arm.button")}
          </Button>
        )}
      </div>
      {error && <Problem error={error} />}
      {arming && (
        <ArmDialog
          policy={policy}
          hidden={stepUp.asking}
          guard={stepUp.guard}
          onClose={() => setArming(false)}
          onArmed={(armed) => {
            store(armed);
            setArming(false);
          }}
        />
      )}
      <StepUpDialog {...stepUp} />
    </div>
  );
}
