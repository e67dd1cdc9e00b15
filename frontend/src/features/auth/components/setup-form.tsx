import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Field, inputClass } from "@/components/ui/field";
import { createFirstAdmin, type FirstAdmin, signIn } from "../api";
import { MIN_PASSWORD } from "../model";

/** Creates the first administrator with the token from the server's log, and signs in. */
export function SetupForm({ onSignedIn }: { onSignedIn: () => void | Promise<void> }) {
  const { t } = useTranslation();
  const form = useForm<FirstAdmin>({ defaultValues: { token: "", email: "", password: "" } });
  const { errors } = form.formState;
  const create = useMutation({
    mutationFn: async (admin: FirstAdmin) => {
      await createFirstAdmin(admin);
      await signIn({ username: admin.email, password: admin.password });
    },
    onSuccess: onSignedIn,
  });
  const required = { required: t("auth:setup.required") };
  const long = { value: MIN_PASSWORD, message: t("auth:setup.short", { count: MIN_PASSWORD }) };

  return (
    <form noValidate className="space-y-4" onSubmit={form.handleSubmit((admin) => create.mutate(admin))}>
      <p>{t("auth:setup.text")}</p>
      {create.isError && <Problem error={create.error} />}
      <Field label={t("auth:setup.token")} hint={t("auth:setup.tokenHint")} error={errors.token?.message}>
        {(ids) => <input {...ids} autoComplete="off" className={inputClass} {...form.register("token", required)} />}
      </Field>
      <Field label={t("auth:email")} error={errors.email?.message}>
        {(ids) => (
          <input
            {...ids}
            type="email"
            autoComplete="username"
            className={inputClass}
            {...form.register("email", required)}
          />
        )}
      </Field>
      <Field label={t("auth:password")} hint={long.message} error={errors.password?.message}>
        {(ids) => (
          <input
            {...ids}
            type="password"
            autoComplete="new-password"
            className={inputClass}
            {...form.register("password", { ...required, minLength: long })}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" className="min-h-11 w-full" busy={create.isPending}>
        {t("auth:setup.create")}
      </Button>
    </form>
  );
}
