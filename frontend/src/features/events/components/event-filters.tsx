import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/button";
import { inputClass } from "@/components/ui/field";
import { type EventFilter, upsQuery } from "@/lib/api/queries";
import { filtered, severities } from "../model";

const TYPING_MS = 300;
const compact = `${inputClass} !text-sm sm:min-h-9 sm:w-auto`;

/** Severity, UPS and words; the choice stands in the URL. */
export function EventFilters({ filter }: { filter: EventFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: upss } = useQuery(upsQuery);
  const [words, setWords] = useState(filter.q ?? "");
  const [shown, setShown] = useState(filter.q);

  if (shown !== filter.q) {
    setShown(filter.q);
    setWords(filter.q ?? "");
  }

  const apply = (change: EventFilter) =>
    void navigate({ to: "/events", search: { ...filter, ...change }, replace: true });

  useEffect(() => {
    const q = words || undefined;
    if (q === filter.q) return;
    const timer = setTimeout(() => apply({ q }), TYPING_MS);
    return () => clearTimeout(timer);
  });

  return (
    <form role="search" className="flex flex-wrap items-center gap-2" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        aria-label={t("events:filter.words")}
        placeholder={t("events:filter.words")}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        className={compact}
      />
      <Choice
        label={t("events:filter.severity")}
        any={t("events:filter.anySeverity")}
        value={filter.severity}
        options={severities.map((severity) => [severity, t(`states:severity.${severity}`)])}
        onChange={(value) => apply({ severity: severities.find((severity) => severity === value) })}
      />
      <Choice
        label={t("events:filter.ups")}
        any={t("events:filter.anyUps")}
        value={filter.ups_id}
        options={upss?.map((ups) => [ups.id, ups.display_name]) ?? []}
        onChange={(ups_id) => apply({ ups_id })}
      />
      {filtered(filter) && (
        <Button kind="quiet" onClick={() => apply({ severity: undefined, ups_id: undefined, q: undefined })}>
          {t("events:filter.clear")}
        </Button>
      )}
    </form>
  );
}

interface ChoiceProps {
  label: string;
  /** The text of the choice that does not filter. */
  any: string;
  value: string | undefined;
  options: [string, string][];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, any, value = "", options, onChange }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value || undefined)}
      className={compact}
    >
      <option value="">{any}</option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}
