import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Field, inputClass } from "@/components/ui/field";
import { keys } from "@/lib/api/queries";
import { type Invitation, signIn, takeInvitation } from "../api";
import { LoginFrame } from "../components/login-frame";
import { MIN_PASSWORD } from "../model";

/** Where an invited person chooses a password; the invitation is the fragment of the address. */
export function InvitePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const token = useRouterState({ select: ({ location }) => location.hash });
  const form = useForm<Invitation>({ defaultValues: { token, password: "" } });
  const { errors } = form.formState;
  const take = useMutation({
    mutationFn: async (invitation: Invitation) => {
      const { email } = await takeInvitation(invitation);
      await signIn({ username: email, password: invitation.password });
    },
    onSuccess: async () => {
      await client.resetQueries({ queryKey: keys.me });
      await navigate({ to: "/overview" });
    },
  });
  const required = { required: t("auth:setup.required") };
  const long = { value: MIN_PASSWORD, message: t("auth:setup.short", { count: MIN_PASSWORD }) };
  return (
    <LoginFrame title={t("auth:invite.title")}>
      <form noValidate className="space-y-4" onSubmit={form.handleSubmit((invitation) => take.mutate(invitation))}>
        <p>{t("auth:invite.text")}</p>
        {take.isError && <Problem error={take.error} />}
        {!token && (
          <Field label={t("auth:invite.token")} error={errors.token?.message}>
            {(ids) => (
              <input {...ids} autoComplete="off" className={inputClass} {...form.register("token", required)} />
            )}
          </Field>
        )}
        <Field label={t("auth:invite.password")} hint={long.message} error={errors.password?.message}>
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
        <Button type="submit" kind="primary" className="min-h-11 w-full" busy={take.isPending}>
          {t("auth:invite.take")}
        </Button>
      </form>
    </LoginFrame>
  );
}
