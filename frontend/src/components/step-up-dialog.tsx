import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/lib/api/problem";
import { Button } from "./ui/button";
import { Dialog } from "./ui/dialog";
import { Field, inputClass } from "./ui/field";

interface StepUpDialogProps {
  asking: boolean;
  prove: (password: string) => Promise<void>;
  cancel: () => void;
}

/** Asks for the password again before something dangerous. */
export function StepUpDialog({ asking, prove, cancel }: StepUpDialogProps) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { password: "" } });
  const proof = useMutation({ mutationFn: prove, onSettled: () => form.reset() });
  const refused = proof.error ? asApiError(proof.error) : null;
  const message = refused?.code === "invalid_credentials" ? t("common:stepUp.wrong") : refused?.message;
  return (
    <Dialog open={asking} onClose={cancel} title={t("common:stepUp.title")} description={t("common:stepUp.text")}>
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
    </Dialog>
  );
}
