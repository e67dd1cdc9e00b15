import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { StepUpDialog } from "@/components/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { keys, meQuery } from "@/lib/api/queries";
import { useStepUp } from "@/lib/api/step-up";
import type { SystemMode } from "@/lib/api/types";
import { allowed } from "@/lib/role";
import { armSystem, disarmSystem } from "../api";

interface ModeDialogProps {
  open: boolean;
  onClose: () => void;
  mode: SystemMode;
}

interface Answers {
  reason: string;
  word: string;
}

/** Arms or disarms the whole system. Arming asks for a reason, the word ARM and a fresh password. */
export function ModeDialog({ open, onClose, mode }: ModeDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const stepUp = useStepUp();
  const form = useForm<Answers>({ defaultValues: { reason: "", word: "" } });
  const needs = mode.armed ? "operator" : "admin";
  const change = useMutation({
    mutationFn: ({ reason }: Answers) => stepUp.guard(() => (mode.armed ? disarmSystem(reason) : armSystem(reason))),
    onSuccess: async () => {
      form.reset();
      onClose();
      await client.invalidateQueries({ queryKey: keys.status });
    },
  });
  const verb = mode.armed ? "disarm" : "arm";
  const { errors } = form.formState;

  return (
    <>
      <Dialog
        open={open && !stepUp.asking}
        onClose={onClose}
        title={t(`system:${verb}.title`)}
        description={t(`system:${verb}.text`)}
      >
        {!allowed(me?.role, needs) ? (
          <p>{t("common:needsRole", { role: t(`shell:role.${needs}`) })}</p>
        ) : (
          <form noValidate className="space-y-4" onSubmit={form.handleSubmit((answers) => change.mutate(answers))}>
            {change.isError && <Problem error={change.error} />}
            <Field label={t("common:reason")} error={errors.reason && t("system:reasonError")}>
              {(ids) => (
                <input {...ids} className={inputClass} {...form.register("reason", { minLength: 3, required: true })} />
              )}
            </Field>
            {!mode.armed && (
              <Field label={t("system:arm.word")} error={errors.word && t("system:arm.wordError")}>
                {(ids) => (
                  <input
                    {...ids}
                    autoComplete="off"
                    className={inputClass}
                    {...form.register("word", { validate: (word) => word === "ARM" })}
                  />
                )}
              </Field>
            )}
            <Button type="submit" kind={mode.armed ? "primary" : "danger"} className="w-full" busy={change.isPending}>
              {t(`system:${verb}.confirm`)}
            </Button>
          </form>
        )}
      </Dialog>
      <StepUpDialog {...stepUp} />
    </>
  );
}
