import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { SecretOnce } from "@/components/secret-once";
import { StepUpDialog } from "@/components/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { useStepUp } from "@/lib/api/step-up";
import type { Role } from "@/lib/api/types";
import { serverPath } from "@/lib/base-path";
import { createUser, usersKey } from "../api";
import { inviteLink } from "../model";
import { RoleField } from "./role-field";

interface Answers {
  email: string;
  display_name: string;
  role: Role;
}

/** Makes an account whose owner chooses the password by a link that is shown once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const stepUp = useStepUp();
  const form = useForm<Answers>({ defaultValues: { email: "", display_name: "", role: "viewer" } });
  const create = useMutation({
    mutationFn: ({ display_name, ...wish }: Answers) =>
      stepUp.guard(() => createUser(display_name ? { ...wish, display_name } : wish)),
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey }),
  });
  const token = create.data?.invite_token;
  const base = new URL(serverPath(""), window.location.href).href;
  return (
    <>
      <Dialog open={!stepUp.asking} onClose={onClose} title={t("users:invite.title")}>
        {token ? (
          <div className="space-y-4">
            <p>{t("users:invite.made", { email: create.data?.email ?? "" })}</p>
            <SecretOnce label={t("users:invite.link")} value={inviteLink(base, token)} />
            <Button className="w-full" onClick={onClose}>
              {t("common:done")}
            </Button>
          </div>
        ) : (
          <form noValidate className="space-y-4" onSubmit={form.handleSubmit((answers) => create.mutate(answers))}>
            {create.isError && <Problem error={create.error} />}
            <Field label={t("auth:email")} error={form.formState.errors.email && t("users:invite.emailError")}>
              {(ids) => (
                <input
                  {...ids}
                  type="email"
                  autoComplete="off"
                  className={inputClass}
                  {...form.register("email", { required: true, pattern: /.@./ })}
                />
              )}
            </Field>
            <Field label={t("users:displayName")}>
              {(ids) => <input {...ids} autoComplete="off" className={inputClass} {...form.register("display_name")} />}
            </Field>
            <RoleField field={form.register("role")} />
            <Button type="submit" kind="primary" className="w-full" busy={create.isPending}>
              {t("users:invite.confirm")}
            </Button>
          </form>
        )}
      </Dialog>
      <StepUpDialog {...stepUp} />
    </>
  );
}
