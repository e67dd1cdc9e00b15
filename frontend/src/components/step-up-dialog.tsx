import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/lib/api/problem";
import { meQuery } from "@/lib/api/queries";
import { onConfirmed, proofAddress, proveIdentity } from "@/lib/api/step-up";
import { Problem } from "./problem";
import { Button, buttonClass } from "./ui/button";
import { Dialog } from "./ui/dialog";
import { Field, inputClass } from "./ui/field";

interface StepUpDialogProps {
  asking: boolean;
  answer: (proven: boolean) => void;
}

/** Asks for a fresh proof before something dangerous: the password, or a new check at the identity provider. */
export function StepUpDialog({ asking, answer }: StepUpDialogProps) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const byProvider = me?.auth === "oidc";
  return (
    <Dialog
      open={asking}
      onClose={() => answer(false)}
      title={t("common:stepUp.title")}
      description={t(byProvider ? "common:stepUp.providerText" : "common:stepUp.text")}
    >
      {byProvider ? <AtProvider onProven={() => answer(true)} /> : <Password onProven={() => answer(true)} />}
    </Dialog>
  );
}

function Password({ onProven }: { onProven: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { password: "" } });
  const proof = useMutation({ mutationFn: proveIdentity, onSuccess: onProven, onSettled: () => form.reset() });
  const refused = proof.error ? asApiError(proof.error) : null;
  const message = refused?.code === "invalid_credentials" ? t("common:stepUp.wrong") : refused?.message;
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.stopPropagation();
        void form.handleSubmit(({ password }) => proof.mutate(password))(event);
      }}
    >
      <Field label={t("common:stepUp.password")} error={message}>
        {(ids) => (
          <input
            {...ids}
            type="password"
            autoComplete="current-password"
            className={inputClass}
            {...form.register("password", { required: true })}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" className="w-full" busy={proof.isPending}>
        {t("common:stepUp.confirm")}
      </Button>
    </form>
  );
}

/** The provider opens in a tab of its own, so that nothing typed here is lost; that tab tells when it is done. */
function AtProvider({ onProven }: { onProven: () => void }) {
  const { t } = useTranslation();
  const address = useQuery({ queryKey: ["proof-address"], queryFn: proofAddress, gcTime: 0, retry: false });
  const proven = useEffectEvent(onProven);
  useEffect(() => onConfirmed(() => proven()), []);
  if (address.isError) return <Problem error={address.error} onRetry={() => void address.refetch()} />;
  return (
    <a
      href={address.data}
      target="_blank"
      rel="noopener"
      aria-disabled={address.data === undefined}
      className={buttonClass("primary", "min-h-11 w-full")}
    >
      {t("common:stepUp.provider")}
    </a>
  );
}
