import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { Empty } from "@/components/empty";
import { Problem } from "@/components/problem";
import { RowBlocks, Skeleton } from "@/components/skeleton";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Cell, Row, Table } from "@/components/ui/table";
import { formatDay, missing } from "@/lib/format";
import { revokeToken, type Token, tokensKey, tokensQuery } from "../api";
import { TokenDialog } from "./token-dialog";

interface TokenPanelProps {
  mayCreate: boolean;
  /** Tokens that start a policy for real are handed out by administrators alone. */
  mayExecute: boolean;
}

export function TokenPanel({ mayCreate, mayExecute }: TokenPanelProps) {
  const { t } = useTranslation();
  const [creating, setCreating] = useState(false);
  const tokens = useQuery(tokensQuery);
  const retry = () => void tokens.refetch();
  const needs = mayCreate ? {} : { disabled: true, title: t("common:needsRole", { role: t("shell:role.operator") }) };
  return (
    <Panel
      title={t("users:token.title")}
      className="mt-5"
      flush
      aside={
        <Button onClick={() => setCreating(true)} {...needs}>
          {t("users:token.button")}
        </Button>
      }
    >
      {tokens.isPending ? (
        <Skeleton label={t("users:token.loading")} onRetry={retry}>
          <RowBlocks rows={3} />
        </Skeleton>
      ) : tokens.isLoadingError ? (
        <div className="p-4">
          <Problem error={tokens.error} onRetry={retry} />
        </div>
      ) : tokens.data.length === 0 ? (
        <Empty title={t("users:token.empty")}>{t("users:token.emptyText")}</Empty>
      ) : (
        <TokenTable tokens={tokens.data} />
      )}
      {creating && <TokenDialog mayExecute={mayExecute} onClose={() => setCreating(false)} />}
    </Panel>
  );
}

const columns = ["name", "scopes", "from", "expires", "used", "revoke"] as const;

function TokenTable({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSettled: () => client.invalidateQueries({ queryKey: tokensKey }),
  });
  const [name, scopes, from, expires, used, end] = columns.map((column) => t(`users:token.column.${column}`));
  return (
    <>
      {revoke.isError && <Problem error={revoke.error} />}
      <Table label={t("users:token.table")} heads={[name, scopes, from, expires, used, end]}>
        {tokens.map((token) => (
          <Row key={token.id}>
            <Cell>
              <p className="font-semibold">{token.name}</p>
              <p className="text-muted font-mono text-xs">{token.prefix}…</p>
            </Cell>
            <Cell label={scopes}>{token.scopes.join(", ")}</Cell>
            <Cell label={from}>{token.allow_ips.join(", ") || t("users:token.everywhere")}</Cell>
            <Cell label={expires}>{formatDay(token.expires_at)}</Cell>
            <Cell label={used}>
              {token.last_used_at ? <Age at={token.last_used_at} /> : missing}
              {token.last_used_ip && <p className="text-muted text-xs">{token.last_used_ip}</p>}
            </Cell>
            <Cell>
              <Button
                kind="danger"
                aria-label={t("users:token.revokeOf", { name: token.name })}
                busy={revoke.isPending && revoke.variables === token.id}
                onClick={() => revoke.mutate(token.id)}
              >
                {t("users:token.revoke")}
              </Button>
            </Cell>
          </Row>
        ))}
      </Table>
    </>
  );
}
