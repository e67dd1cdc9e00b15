import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NeedsRole } from "@/components/needs-role";
import { Page } from "@/components/page";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Button } from "@/components/ui/button";
import { meQuery } from "@/lib/api/queries";
import { addTexts } from "@/lib/i18n";
import { allowed } from "@/lib/role";
import texts from "@/locales/en/users.json";
import { usersQuery } from "../api";
import { InviteDialog } from "../components/invite-dialog";
import { UserDialog } from "../components/user-dialog";
import { UserTable } from "../components/user-table";

addTexts("users", texts);

export function UsersPage() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  if (me && !allowed(me.role, "admin")) return <NeedsRole title={t("users:title")} role="admin" />;
  return <Users />;
}

function Users() {
  const { t } = useTranslation();
  const users = useQuery(usersQuery);
  const [inviting, setInviting] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const retry = () => void users.refetch();
  const user = users.data?.find(({ id }) => id === chosen);
  return (
    <Page
      title={t("users:title")}
      lead={t("users:lead")}
      actions={
        <Button kind="primary" onClick={() => setInviting(true)}>
          {t("users:invite.button")}
        </Button>
      }
    >
      <div className="bg-surface rounded-md border">
        {users.isPending ? (
          <Skeleton label={t("users:loading")} onRetry={retry}>
            <RowBlocks rows={4} />
          </Skeleton>
        ) : users.isLoadingError ? (
          <div className="p-4">
            <Problem error={users.error} meaning={t("users:errorMeaning")} onRetry={retry} />
          </div>
        ) : (
          <UserTable users={users.data} onChoose={(chosenUser) => setChosen(chosenUser.id)} />
        )}
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {user && <UserDialog key={user.id} user={user} all={users.data ?? []} onClose={() => setChosen(null)} />}
    </Page>
  );
}
