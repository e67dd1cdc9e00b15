import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { StateShape } from "@/components/state-shape";
import { asApiError } from "@/lib/api/problem";
import { formatDuration } from "@/lib/duration";

/** Seconds left of a wait that began when the component appeared. */
function useRemaining(seconds: number | null): number {
  const [until] = useState(() => Date.now() + (seconds ?? 0) * 1000);
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}

const known = new Set(["invalid_credentials", "login_throttled", "account_disabled", "insecure_transport", "offline"]);

/** Why the login was refused. No text tells whether an account exists. */
export function LoginProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const { code, message, retryAfterSeconds } = asApiError(error);
  const left = useRemaining(retryAfterSeconds);
  const offline = code === "offline";
  return (
    <div role="alert" className="bg-sunken flex gap-3 rounded-md border p-3">
      <StateShape shape={offline ? "question" : "alert"} tone={offline ? "unknown" : "critical"} size={18} />
      <p>
        {known.has(code) ? t(`auth:problem.${code}`) : message}
        {code === "login_throttled" && left > 0 && <> {t("auth:problem.wait", { duration: formatDuration(left) })}</>}
      </p>
    </div>
  );
}
