import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { inputClass } from "@/components/ui/field";
import { useId } from "react";
import type { SettingGroup } from "../api";
import { SettingInput } from "./setting-input";
import { kindOf } from "../model";

interface SettingFieldProps {
  group: SettingGroup;
  name: string;
  value: string | boolean;
  error: string | undefined;
  onChange: (value: string | boolean) => void;
  onDefault: () => void;
}

/** One key: what it is, where its value comes from, and its control. */
export function SettingField({ group, name, value, error, onChange, onDefault }: SettingFieldProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const known = i18n.exists(`settings:key.${group.name}.${name}.label`);
  const origin = group.origin[name] ?? "default";
  const locked = group.locked.includes(name);
  const restart = group.restart_required.includes(name);
  return (
    <div className="grid items-start gap-x-6 gap-y-2 p-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
      <div className="min-w-0 space-y-0.5">
        <label htmlFor={id} className="font-medium">
          {known ? t(`settings:key.${group.name}.${name}.label`) : name}
        </label>
        {known && <p className="text-muted text-xs">{t(`settings:key.${group.name}.${name}.hint`)}</p>}
        <p className="text-muted text-xs">
          {t(`settings:origin.${origin}`)}
          {restart && ` · ${t("settings:atRestart")}`}
        </p>
      </div>
      <div className="space-y-1">
        <SettingInput
          id={id}
          group={group.name}
          name={name}
          kind={kindOf(group.name, name, group.values[name])}
          present={group.values[name]}
          value={value}
          disabled={locked}
          invalid={error !== undefined}
          className={inputClass}
          onChange={onChange}
        />
        {error && (
          <p id={`${id}-note`} className="text-critical">
            {error}
          </p>
        )}
        {origin === "stored" && !locked && (
          <Button kind="quiet" className="!px-1 text-xs" onClick={onDefault}>
            {t("settings:default")}
          </Button>
        )}
      </div>
    </div>
  );
}
