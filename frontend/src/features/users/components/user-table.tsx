import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { StateWord } from "@/components/state-shape";
import { Button } from "@/components/ui/button";
import { Cell, Row, Table } from "@/components/ui/table";
import { formatDateTime, missing } from "@/lib/format";
import { useNow } from "@/lib/time";
import type { User } from "../api";
import { userLook, userState } from "../model";

const columns = ["name", "state", "role", "auth", "login", "change"] as const;

export function UserTable({ users, onChoose }: { users: User[]; onChoose: (user: User) => void }) {
  const { t } = useTranslation();
  const [name, ...heads] = columns.map((column) => t(`users:column.${column}`));
  const [state, role, auth, login] = heads;
  return (
    <Table label={t("users:title")} heads={[name, ...heads]}>
      {users.map((user) => (
        <Row key={user.id}>
          <Cell>
            <p className="font-semibold">{user.display_name ?? user.email}</p>
            {user.display_name && <p className="text-muted text-xs break-all">{user.email}</p>}
          </Cell>
          <Cell label={state}>
            <State user={user} />
          </Cell>
          <Cell label={role}>{t(`shell:role.${user.role}`)}</Cell>
          <Cell label={auth}>{t(user.oidc_linked ? "users:auth.oidc" : `users:auth.${user.auth}`)}</Cell>
          <Cell label={login}>{user.last_login_at ? <Age at={user.last_login_at} /> : missing}</Cell>
          <Cell>
            <Button aria-label={t("users:changeOf", { email: user.email })} onClick={() => onChoose(user)}>
              {t("users:change")}
            </Button>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function State({ user }: { user: User }) {
  const { t } = useTranslation();
  const state = userState(user, useNow());
  const until = state === "locked" ? user.locked_until : user.invited_until;
  return (
    <>
      <StateWord look={userLook[state]}>{t(`users:state.${state}`, { time: formatDateTime(until) })}</StateWord>
      {user.weak_password && <p className="text-battery text-xs">{t("users:weak")}</p>}
    </>
  );
}
