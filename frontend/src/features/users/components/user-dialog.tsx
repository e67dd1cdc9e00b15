import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { StepUpDialog } from "@/components/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { useStepUp } from "@/lib/api/step-up";
import type { Role } from "@/lib/api/types";
import { changeUser, deleteUser, sessionsKey, type User, usersKey } from "../api";
import { lastAdmin } from "../model";
import { RoleField } from "./role-field";
import { SessionList } from "./session-list";

interface UserDialogProps {
  user: User;
  all: User[];
  onClose: () => void;
}

interface Answers {
  role: Role;
  active: boolean;
  password: string;
}

/** Role, activity, a new password, and the sessions of one account. */
export function UserDialog({ user, all, onClose }: UserDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const stepUp = useStepUp();
  const last = lastAdmin(user, all);
  const form = useForm<Answers>({ defaultValues: { role: user.role, active: user.active, password: "" } });
  const save = useMutation({
    mutationFn: ({ role, active, password }: Answers) => {
      const kept = last ? {} : { role, active };
      return stepUp.guard(() => changeUser(user, password ? { ...kept, password } : kept));
    },
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: usersKey });
      await client.invalidateQueries({ queryKey: sessionsKey(user.id) });
    },
  });

  return (
    <>
      <Dialog open={!stepUp.asking} onClose={onClose} title={user.display_name ?? user.email} description={user.email}>
        <form noValidate className="space-y-4" onSubmit={form.handleSubmit((answers) => save.mutate(answers))}>
          {save.isError && <Problem error={save.error} />}
          <RoleField field={form.register("role")} disabled={last} hint={last ? t("users:lastAdmin") : undefined} />
          <label className="flex min-h-9 items-center gap-2">
            <input type="checkbox" className="size-4" disabled={last} {...form.register("active")} />
            {t("users:active")}
          </label>
          {user.auth === "password" && (
            <Field label={t("users:newPassword")} hint={t("users:newPasswordHint")}>
              {(ids) => (
                <input
                  {...ids}
                  type="password"
                  autoComplete="new-password"
                  className={inputClass}
                  {...form.register("password")}
                />
              )}
            </Field>
          )}
          <Button type="submit" kind="primary" className="w-full" busy={save.isPending}>
            {t("users:save")}
          </Button>
        </form>
        <section className="mt-6 border-t pt-4">
          <h3 className="mb-2 font-semibold">{t("users:session.title")}</h3>
          <SessionList userId={user.id} />
        </section>
        {!last && <Removal user={user} guard={stepUp.guard} onDone={onClose} />}
      </Dialog>
      <StepUpDialog {...stepUp} />
    </>
  );
}

interface RemovalProps {
  user: User;
  guard: <T>(call: () => Promise<T>) => Promise<T>;
  onDone: () => void;
}

/** Asks twice. */
function Removal({ user, guard, onDone }: RemovalProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: () => guard(() => deleteUser(user)),
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: usersKey });
    },
  });
  return (
    <section className="mt-6 space-y-3 border-t pt-4">
      {remove.isError && <Problem error={remove.error} />}
      {sure && <p>{t("users:remove.text")}</p>}
      <Button kind="danger" busy={remove.isPending} onClick={() => (sure ? remove.mutate() : setSure(true))}>
        {t(sure ? "users:remove.confirm" : "users:remove.button")}
      </Button>
    </section>
  );
}
