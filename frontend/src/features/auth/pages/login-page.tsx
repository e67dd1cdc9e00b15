import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "@/components/logo";
import { StateShape } from "@/components/state-shape";
import { buttonClass } from "@/components/ui/button";
import { keys } from "@/lib/api/queries";
import { serverPath } from "@/lib/base-path";
import { useSession } from "@/lib/session";
import { providersQuery, setupQuery } from "../api";
import { LoginForm } from "../components/login-form";
import { SetupForm } from "../components/setup-form";
import { sendsInTheClear } from "../model";

function OtherProvider() {
  const { t } = useTranslation();
  const { data } = useQuery(providersQuery);
  if (!data?.oidc.enabled || !data.oidc.login_url) return null;
  return (
    <div className="mb-5 border-b pb-5">
      <a href={serverPath(data.oidc.login_url)} className={buttonClass("plain", "min-h-11 w-full")}>
        {t("auth:signInWith", { name: data.oidc.name ?? "OIDC" })}
      </a>
    </div>
  );
}

export function LoginPage() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/login" });
  const navigate = useNavigate();
  const client = useQueryClient();

  const { data: setup } = useQuery(setupQuery);
  const title = t(setup?.needed ? "auth:setup.title" : "auth:title");

  useEffect(() => {
    document.title = `${title} · walNUT`;
  }, [title]);

  const enter = async () => {
    useSession.getState().renewed();
    await client.resetQueries({ queryKey: keys.me });
    await navigate({ to: next ?? "/overview" });
  };

  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <Logo size={40} />
          <div>
            <h1 className="text-lg font-semibold">{title}</h1>
            <p className="text-muted">{t("auth:product")}</p>
          </div>
        </div>
        <div className="bg-surface rounded-md border p-5">
          {setup?.needed ? (
            <SetupForm onSignedIn={enter} />
          ) : (
            <>
              <OtherProvider />
              <LoginForm onSignedIn={enter} notice={next ? t("auth:needed") : undefined} />
            </>
          )}
        </div>
        {sendsInTheClear(window.location) && (
          <p className="mt-4 flex gap-2">
            <StateShape shape="bolt" tone="battery" />
            {t("auth:clear")}
          </p>
        )}
      </div>
    </main>
  );
}
