import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { Button } from "@/components/ui/button";
import { Field, inputClass } from "@/components/ui/field";
import { asApiError } from "@/lib/api/problem";
import { keys } from "@/lib/api/queries";
import { changePassword, sessionsKey } from "../api";

/** A new password ends the account's other sessions. */
export function PasswordForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({ defaultValues: { current_password: "", new_password: "" } });
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: async () => {
      form.reset();
      await client.invalidateQueries({ queryKey: sessionsKey() });
      await client.invalidateQueries({ queryKey: keys.me });
    },
  });
  const refused = change.error ? asApiError(change.error) : null;
  const wrong = refused?.code === "invalid_credentials";
  return (
    <form noValidate className="space-y-4" onSubmit={form.handleSubmit((answers) => change.mutate(answers))}>
      <Field label={t("users:password.current")} error={wrong ? t("common:stepUp.wrong") : undefined}>
        {(ids) => (
          <input
            {...ids}
            type="password"
            autoComplete="current-password"
            className={inputClass}
            {...form.register("current_password", { required: true })}
          />
        )}
      </Field>
      <Field
        label={t("users:password.next")}
        hint={t("users:password.hint")}
        error={refused && !wrong ? refused.message : undefined}
      >
        {(ids) => (
          <input
            {...ids}
            type="password"
            autoComplete="new-password"
            className={inputClass}
            {...form.register("new_password", { required: true })}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" busy={change.isPending}>
        {t("users:password.change")}
      </Button>
      {change.isSuccess && (
        <p role="status" className="flex gap-2">
          <StateShape shape="tick" tone="ok" />
          {t("users:password.changed")}
        </p>
      )}
    </form>
  );
}
