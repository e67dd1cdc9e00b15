import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/ui/dialog";
import { LoginForm } from "@/features/auth/components/login-form";
import { meQuery } from "@/lib/api/queries";
import { useSession } from "@/lib/session";

/** Asks to sign in again over the page, so that nothing typed is lost when a session ends. */
export function SignInAgain() {
  const { t } = useTranslation();
  const { ended, renewed } = useSession();
  const client = useQueryClient();
  const { data: me } = useQuery({ ...meQuery, enabled: false });

  const enter = async () => {
    renewed();
    await client.invalidateQueries();
  };

  return (
    <Dialog open={ended} title={t("auth:again")} description={t("auth:expired")}>
      <LoginForm onSignedIn={enter} email={me?.email} />
    </Dialog>
  );
}
