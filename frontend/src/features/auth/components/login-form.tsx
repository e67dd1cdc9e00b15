import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { Button } from "@/components/ui/button";
import { Field, inputClass } from "@/components/ui/field";
import { type Credentials, signIn } from "../api";
import { LoginProblem } from "./login-problem";

interface LoginFormProps {
  onSignedIn: () => void | Promise<void>;
  /** Why the form is shown, when the reader did not come here by choice. */
  notice?: string;
  email?: string;
}

export function LoginForm({ onSignedIn, notice, email = "" }: LoginFormProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const form = useForm<Credentials>({ defaultValues: { username: email, password: "" } });
  const login = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  const { errors } = form.formState;
  const required = { required: t("auth:required") };

  return (
    <form noValidate className="space-y-4" onSubmit={form.handleSubmit((credentials) => login.mutate(credentials))}>
      {notice && !login.isError && (
        <p className="flex gap-2">
          <StateShape shape="info" tone="info" />
          {notice}
        </p>
      )}
      {login.isError && <LoginProblem error={login.error} />}
      <Field label={t("auth:email")} error={errors.username?.message}>
        {(ids) => (
          <input
            {...ids}
            type="email"
            autoComplete="username"
            autoFocus={!email}
            className={inputClass}
            {...form.register("username", required)}
          />
        )}
      </Field>
      <Field label={t("auth:password")} error={errors.password?.message}>
        {(ids) => (
          <div className="relative">
            <input
              {...ids}
              type={shown ? "text" : "password"}
              autoComplete="current-password"
              className={`${inputClass} pe-11`}
              {...form.register("password", required)}
            />
            <button
              type="button"
              aria-pressed={shown}
              aria-label={t("auth:showPassword")}
              className="text-muted absolute inset-y-0 end-0 flex w-11 items-center justify-center"
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff size={18} aria-hidden /> : <Eye size={18} aria-hidden />}
            </button>
          </div>
        )}
      </Field>
      <Button type="submit" kind="primary" className="min-h-11 w-full" busy={login.isPending}>
        {login.isPending ? t("auth:signingIn") : t("auth:signIn")}
      </Button>
    </form>
  );
}
