import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { ApiError } from "@/lib/api/problem";
import type { Policy } from "@/lib/api/types";
import { armPolicy } from "../api";

interface ArmDialogProps {
  policy: Policy;
  hidden: boolean;
  guard: <T>(call: () => Promise<T>) => Promise<T>;
  onArmed: (policy: Policy) => void;
  onClose: () => void;
}

interface Answers {
  reason: string;
  confirm: string;
  targets: string;
}

/** The server asks for the number of targets when a policy reaches many. */
const asksForTargets = (error: unknown) => error instanceof ApiError && error.code === "confirm_required";

/** Arming takes the sentence read, a reason, and the policy's name typed. */
export function ArmDialog({ policy, hidden, guard, onArmed, onClose }: ArmDialogProps) {
  const { t } = useTranslation();
  const form = useForm<Answers>({ defaultValues: { reason: "", confirm: "", targets: "" } });
  const { errors } = form.formState;
  const arm = useMutation({
    mutationFn: ({ targets, ...answers }: Answers) =>
      guard(() => armPolicy(policy.id, targets ? { ...answers, targets: Number(targets) } : answers)),
    onSuccess: onArmed,
  });
  return (
    <Dialog
      open={!hidden}
      onClose={onClose}
      title={t("policies:arm.title", { name: policy.name })}
      description={policy.summary ?? undefined}
    >
      <form noValidate className="space-y-4" onSubmit={form.handleSubmit((answers) => arm.mutate(answers))}>
        {arm.isError && <Problem error={arm.error} />}
        <Field label={t("common:reason")} error={errors.reason && t("policies:arm.reasonError")}>
          {(ids) => (
            <input {...ids} className={inputClass} {...form.register("reason", { minLength: 5, required: true })} />
          )}
        </Field>
        <Field label={t("policies:arm.name")} error={errors.confirm && t("policies:arm.nameError")}>
          {(ids) => (
            <input
              {...ids}
              autoComplete="off"
              className={inputClass}
              {...form.register("confirm", { validate: (name) => name === policy.name })}
            />
          )}
        </Field>
        {asksForTargets(arm.error) && (
          <Field label={t("policies:arm.targets")}>
            {(ids) => <input {...ids} inputMode="numeric" className={inputClass} {...form.register("targets")} />}
          </Field>
        )}
        <Button type="submit" kind="danger" className="w-full" busy={arm.isPending}>
          {t("policies:arm.confirm")}
        </Button>
      </form>
    </Dialog>
  );
}
