import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/problem";
import { StateShape } from "@/components/state-shape";
import { StepUpDialog } from "@/components/step-up-dialog";
import { Button } from "@/components/ui/button";
import { ApiError } from "@/lib/api/problem";
import { keys } from "@/lib/api/queries";
import { useStepUp } from "@/lib/api/step-up";
import { changeSettings, type SettingGroup, type Values } from "../api";
import { changesOf, type Draft, draftOf, findingOf } from "../model";
import { ProviderTrial } from "./provider-trial";
import { SettingField } from "./setting-field";

/** Changes a group on top of the version that was read; the answer takes its place. */
function useSave(group: SettingGroup) {
  const client = useQueryClient();
  const stepUp = useStepUp();
  const save = useMutation({
    mutationFn: (values: Values) => stepUp.guard(() => changeSettings(group, values)),
    onSuccess: (changed) =>
      client.setQueryData<SettingGroup[]>(keys.settings, (known) =>
        known?.map((other) => (other.name === changed.name ? changed : other)),
      ),
  });
  return { save, stepUp };
}

/** What came of the last change, and what is to be known of what is in force. */
function Notes({ group, waits }: { group: SettingGroup; waits: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {Object.entries(group.secrets ?? {}).map(([name, secret]) => (
        <p key={name} role="status">
          {t("settings:secretMade", { name })} <code className="break-all">{secret}</code>
        </p>
      ))}
      {(group.findings ?? []).map(({ pointer, message }) => (
        <p key={pointer} className="flex gap-2">
          <StateShape shape="bolt" tone="battery" />
          {message}
        </p>
      ))}
      {waits && (
        <p className="flex gap-2">
          <StateShape shape="info" tone="info" />
          {t("settings:restart")}
        </p>
      )}
    </>
  );
}

/** The fields of one group. It is drawn anew for each version, so that what was saved elsewhere is seen. */
export function SettingsForm({ group }: { group: SettingGroup }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(group));
  const { save, stepUp } = useSave(group);
  const changes = changesOf(group, draft);
  const changed = Object.keys(changes);
  const waits = changed.some((key) => group.restart_required.includes(key));
  const outdated = save.error instanceof ApiError && save.error.status === 412;
  return (
    <form
      noValidate
      className="bg-surface rounded-md border"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.length > 0) save.mutate(changes);
      }}
    >
      <div className="divide-y">
        {Object.keys(group.values).map((key) => (
          <SettingField
            key={key}
            group={group}
            name={key}
            value={draft[key] ?? ""}
            error={findingOf(save.error, key)}
            onChange={(value) => setDraft({ ...draft, [key]: value })}
            onDefault={() => save.mutate({ [key]: null })}
          />
        ))}
      </div>
      <div className="space-y-3 border-t p-4">
        {save.isError && <Problem error={save.error} meaning={outdated ? t("settings:outdated") : undefined} />}
        <Notes group={group} waits={waits} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" kind="primary" disabled={changed.length === 0} busy={save.isPending}>
            {t("settings:save", { count: changed.length })}
          </Button>
          {outdated && (
            <Button onClick={() => void client.invalidateQueries({ queryKey: keys.settings })}>
              {t("settings:reload")}
            </Button>
          )}
        </div>
        {group.name === "oidc" && <ProviderTrial changes={changes} guard={stepUp.guard} />}
      </div>
      <StepUpDialog {...stepUp} />
    </form>
  );
}
