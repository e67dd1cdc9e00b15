import { type ReactNode, useId } from "react";

export const inputClass =
  "bg-surface border-border-strong block min-h-11 w-full rounded-md border px-3 text-base aria-invalid:border-critical";

interface FieldIds {
  id: string;
  "aria-invalid": boolean | undefined;
  "aria-describedby": string | undefined;
}

interface FieldProps {
  label: string;
  hint?: string;
  error?: string;
  children: (ids: FieldIds) => ReactNode;
}

/** A labelled control; its hint and error are read out with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      {children({ id, "aria-invalid": error ? true : undefined, "aria-describedby": error || hint ? note : undefined })}
      {(error || hint) && (
        <p id={note} className={error ? "text-critical" : "text-muted text-xs"}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
