import type { Role } from "@/lib/api/types";

const order: Role[] = ["viewer", "operator", "admin"];

/** Whether a person of role `has` may do what needs `needs`. Unknown people may do nothing. */
export const allowed = (has: Role | undefined, needs: Role): boolean =>
  has !== undefined && order.indexOf(has) >= order.indexOf(needs);
