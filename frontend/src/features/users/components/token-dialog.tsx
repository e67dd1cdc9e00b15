import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { SecretOnce } from "@/components/secret-once";
import { StepUpDialog } from "@/components/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { policiesQuery } from "@/lib/api/queries";
import { useStepUp } from "@/lib/api/step-up";
import { serverNow } from "@/lib/time";
import { createToken, tokensKey } from "../api";
import { addresses, dayFrom, executing, scopes } from "../model";

interface Answers {
  name: string;
  scopes: string[];
  policy: string;
  expires: string;
  from: string;
}

const LONGEST_DAYS = 364;
const USUAL_DAYS = 90;

interface TokenDialogProps {
  mayExecute: boolean;
  onClose: () => void;
}

/** Makes a token; its value is shown once. */
export function TokenDialog({ mayExecute, onClose }: TokenDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const stepUp = useStepUp();
  const create = useMutation({
    mutationFn: ({ policy, expires, from, ...wish }: Answers) =>
      stepUp.guard(() =>
        createToken({
          name: wish.name,
          scopes: policy ? [...wish.scopes, executing(policy)] : wish.scopes,
          expires_at: `${expires}T00:00:00Z`,
          ...(addresses(from).length > 0 ? { allow_ips: addresses(from) } : {}),
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
  return (
    <>
      <Dialog open={!stepUp.asking} onClose={onClose} title={t("users:token.create")}>
        {create.data ? (
          <div className="space-y-4">
            <p>{t("users:token.once")}</p>
            <SecretOnce label={create.data.name} value={create.data.token} />
            <Button className="w-full" onClick={onClose}>
              {t("common:done")}
            </Button>
          </div>
        ) : (
          <TokenForm
            mayExecute={mayExecute}
            error={create.error}
            busy={create.isPending}
            onSubmit={(wish) => create.mutate(wish)}
          />
        )}
      </Dialog>
      <StepUpDialog {...stepUp} />
    </>
  );
}

interface TokenFormProps {
  mayExecute: boolean;
  error: unknown;
  busy: boolean;
  onSubmit: (answers: Answers) => void;
}

function TokenForm({ mayExecute, error, busy, onSubmit }: TokenFormProps) {
  const { t } = useTranslation();
  const [now] = useState(serverNow);
  const form = useForm<Answers>({
    defaultValues: { name: "", scopes: ["read"], policy: "", expires: dayFrom(now, USUAL_DAYS), from: "" },
  });
  const { errors } = form.formState;
  const some = (chosen: string[], { policy }: Answers) => chosen.length > 0 || policy !== "";
  return (
    <form noValidate className="space-y-4" onSubmit={form.handleSubmit(onSubmit)}>
      {error !== null && <Problem error={error} />}
      <Field label={t("users:token.name")} error={errors.name && t("users:token.nameError")}>
        {(ids) => (
          <input {...ids} autoComplete="off" className={inputClass} {...form.register("name", { required: true })} />
        )}
      </Field>
      <fieldset>
        <legend className="mb-1 font-medium">{t("users:token.column.scopes")}</legend>
        {scopes.map((scope) => (
          <label key={scope} className="flex min-h-9 items-center gap-2">
            <input
              type="checkbox"
              value={scope}
              className="size-4"
              {...form.register("scopes", { validate: some, deps: "policy" })}
            />
            <span>{t(`users:token.scope.${scope}`)}</span>
          </label>
        ))}
        {errors.scopes && <p className="text-critical">{t("users:token.scopesError")}</p>}
      </fieldset>
      {mayExecute && <PolicyField field={form.register("policy")} />}
      <Field label={t("users:token.expires")} hint={t("users:token.expiresHint")}>
        {(ids) => (
          <input
            {...ids}
            type="date"
            min={dayFrom(now, 1)}
            max={dayFrom(now, LONGEST_DAYS)}
            className={inputClass}
            {...form.register("expires", { required: true })}
          />
        )}
      </Field>
      <Field label={t("users:token.from")} hint={t("users:token.fromHint")}>
        {(ids) => <input {...ids} autoComplete="off" className={inputClass} {...form.register("from")} />}
      </Field>
      <Button type="submit" kind="primary" className="w-full" busy={busy}>
        {t("users:token.create")}
      </Button>
    </form>
  );
}

function PolicyField({ field }: { field: ReturnType<ReturnType<typeof useForm<Answers>>["register"]> }) {
  const { t } = useTranslation();
  const { data: policies } = useQuery(policiesQuery);
  return (
    <Field label={t("users:token.execute")} hint={t("users:token.executeHint")}>
      {(ids) => (
        <select {...ids} className={inputClass} {...field}>
          <option value="">{t("users:token.noPolicy")}</option>
          {policies?.map((policy) => (
            <option key={policy.id} value={policy.id}>
              {policy.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
