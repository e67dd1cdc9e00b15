import type { TFunction } from "i18next";
import type { Run } from "@/lib/api/types";

/** The policy, and the kind where it is not simply the policy that acts. */
export function runName(run: Run, t: TFunction): string {
  const kind = t(`states:kind.${run.kind}`);
  if (!run.policy_name) return kind;
  return run.kind === "event" ? run.policy_name : `${run.policy_name} · ${kind}`;
}
