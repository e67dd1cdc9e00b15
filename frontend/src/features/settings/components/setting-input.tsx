import { useTranslation } from "react-i18next";
import { choicesOf, type Kind } from "../model";

interface SettingInputProps {
  id: string;
  group: string;
  name: string;
  kind: Kind;
  /** What is in force. */
  present: unknown;
  value: string | boolean;
  disabled: boolean;
  invalid: boolean;
  className: string;
  onChange: (value: string | boolean) => void;
}

const isSet = (present: unknown) =>
  typeof present === "object" && present !== null && "set" in present && present.set === true;

export function SettingInput(props: SettingInputProps) {
  const { t } = useTranslation();
  const { id, group, name, kind, present, value, disabled, invalid, className, onChange } = props;
  const shared = {
    id,
    disabled,
    className,
    "aria-invalid": invalid || undefined,
    "aria-describedby": invalid ? `${id}-note` : undefined,
  };
  const text = String(value);
  if (kind === "flag") {
    return (
      <input
        {...shared}
        type="checkbox"
        className="size-5"
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  if (kind === "choice") {
    return (
      <select {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
        {choicesOf(group, name).map((choice) => (
          <option key={choice} value={choice}>
            {t(`settings:choice.${choice}`)}
          </option>
        ))}
      </select>
    );
  }
  if (kind === "list" || kind === "records") {
    const rows = Math.max(2, text.split("\n").length);
    return (
      <textarea
        {...shared}
        rows={rows}
        className={`${className} py-2`}
        placeholder={kind === "list" ? t("settings:onePerLine") : undefined}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <input
      {...shared}
      type={kind === "secret" ? "password" : "text"}
      inputMode={kind === "number" ? "numeric" : undefined}
      autoComplete={kind === "secret" ? "new-password" : "off"}
      placeholder={kind === "secret" ? t(isSet(present) ? "settings:secretSet" : "settings:secretUnset") : undefined}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
