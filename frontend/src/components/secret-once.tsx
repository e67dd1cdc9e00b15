import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./ui/button";

/** A value that is shown once. It can be copied by hand where the browser does not let the page do it. */
export function SecretOnce({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const clipboard = window.isSecureContext ? navigator.clipboard : undefined;
  return (
    <div className="space-y-2">
      <p className="font-medium">{label}</p>
      <code className="bg-sunken block rounded-md border p-3 font-mono text-xs break-all select-all">{value}</code>
      {clipboard && (
        <Button onClick={() => void clipboard.writeText(value).then(() => setCopied(true))}>
          {t(copied ? "common:copied" : "common:copy")}
        </Button>
      )}
    </div>
  );
}
