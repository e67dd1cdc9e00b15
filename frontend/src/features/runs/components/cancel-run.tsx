import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, inputClass } from "@/components/ui/field";
import { keys, meQuery } from "@/lib/api/queries";
import type { Run } from "@/lib/api/types";
import { useAway } from "@/lib/away";
import { useConnection } from "@/lib/connection";
import { progressOf } from "@/lib/outage";
import { allowed } from "@/lib/role";
import { cancelRun } from "../api";
import { runName } from "@/lib/run-name";

/** Why a run can not be stopped now, as a key of the texts, or null. */
function obstacle(run: Run, role: Parameters<typeof allowed>[0], connected: boolean): string | null {
  if (!allowed(role, "operator")) return "runs:stop.role";
  if (!connected) return "runs:stop.offline";
  return run.committed_at ? "runs:stop.committed" : null;
}

/** Stops a run: nothing more is sent. Asks for a reason and names the effect first. */
export function CancelRun({ run, inverse = false }: { run: Run; inverse?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const away = useAway();
  const connected = useConnection((connection) => connection.state !== "down") && !away;
  const form = useForm({ defaultValues: { reason: "" } });
  const cancel = useMutation({
    mutationFn: ({ reason }: { reason: string }) => cancelRun(run.id, reason),
    onSuccess: async () => {
      setOpen(false);
      form.reset();
      await Promise.all([keys.run(run.id), keys.runs].map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  const reason = obstacle(run, me?.role, connected);
  const left = progressOf(run);

  return (
    <>
      <Button
        kind={inverse ? "inverse" : "danger"}
        disabled={reason !== null}
        title={reason ? t(reason) : undefined}
        onClick={() => setOpen(true)}
      >
        {t("runs:stop.button")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("runs:stop.title", { policy: runName(run, t) })}
        description={t("runs:stop.effect", { count: left?.waiting ?? 0 })}
      >
        <form noValidate className="space-y-4" onSubmit={form.handleSubmit((answer) => cancel.mutate(answer))}>
          {cancel.isError && <Problem error={cancel.error} />}
          <Field label={t("common:reason")} error={form.formState.errors.reason && t("runs:stop.reasonError")}>
            {(ids) => (
              <input {...ids} className={inputClass} {...form.register("reason", { required: true, maxLength: 200 })} />
            )}
          </Field>
          <Button type="submit" kind="danger" className="w-full" busy={cancel.isPending}>
            {t("runs:stop.confirm")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
