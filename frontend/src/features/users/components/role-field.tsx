import type { UseFormRegisterReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Field, inputClass } from "@/components/ui/field";
import { roles } from "@/lib/role";

interface RoleFieldProps {
  field: UseFormRegisterReturn;
  disabled?: boolean;
  /** Why it is disabled, else what roles are. */
  hint?: string;
}

export function RoleField({ field, disabled = false, hint }: RoleFieldProps) {
  const { t } = useTranslation();
  return (
    <Field label={t("users:column.role")} hint={hint ?? t("users:roleHint")}>
      {(ids) => (
        <select {...ids} className={inputClass} {...field} disabled={disabled}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`shell:role.${role}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
