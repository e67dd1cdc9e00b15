import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { buttonClass } from "@/components/ui/button";
import { keys } from "@/lib/api/queries";
import { serverPath } from "@/lib/base-path";
import { useSession } from "@/lib/session";
import { providersQuery, setupQuery } from "../api";
import { LoginForm } from "../components/login-form";
import { LoginFrame } from "../components/login-frame";
import { SetupForm } from "../components/setup-form";
import { providerProblem } from "../model";

function OtherProvider({ next }: { next: string | undefined }) {
  const { t } = useTranslation();
  const { data } = useQuery(providersQuery);
  if (!data?.oidc.enabled || !data.oidc.login_url) return null;
  const address = serverPath(data.oidc.login_url) + (next ? `?next=${encodeURIComponent(serverPath(next))}` : "");
  return (
    <div className="mb-5 border-b pb-5">
      <a href={address} className={buttonClass("plain", "min-h-11 w-full")}>
        {t("auth:signInWith", { name: data.oidc.name ?? "OIDC" })}
      </a>
    </div>
  );
}

/** Why the way by the identity provider led back here. */
function ProviderProblem({ error }: { error: string }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="bg-sunken mb-5 flex gap-3 rounded-md border p-3">
      <StateShape shape="alert" tone="critical" size={18} />
      <p>{t(`auth:provider.${providerProblem(error)}`)}</p>
    </div>
  );
}

export function LoginPage() {
  const { t } = useTranslation();
  const { next, error } = useSearch({ from: "/login" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: setup } = useQuery(setupQuery);

  const enter = async () => {
    useSession.getState().renewed();
    await client.resetQueries({ queryKey: keys.me });
    await navigate({ to: next ?? "/overview" });
  };

  return (
    <LoginFrame title={t(setup?.needed ? "auth:setup.title" : "auth:title")}>
      {setup?.needed ? (
        <SetupForm onSignedIn={enter} />
      ) : (
        <>
          {error && <ProviderProblem error={error} />}
          <OtherProvider next={next} />
          <LoginForm onSignedIn={enter} notice={next ? t("auth:needed") : undefined} />
        </>
      )}
    </LoginFrame>
  );
}
