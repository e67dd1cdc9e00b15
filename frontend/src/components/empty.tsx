import type { ReactNode } from "react";

/** An empty state: one sentence what belongs here, perhaps an example, and one action. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="px-4 py-8 text-center">
      <p className="text-base font-medium">{title}</p>
      {children && <div className="text-muted mx-auto mt-1 max-w-prose">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
