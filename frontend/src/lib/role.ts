import type { Role } from "@/lib/api/types";

/** The weakest first. */
export const roles: Role[] = ["viewer", "operator", "admin"];

/** Whether a person of role `has` may do what needs `needs`. Unknown people may do nothing. */
export const allowed = (has: Role | undefined, needs: Role): boolean =>
  has !== undefined && roles.indexOf(has) >= roles.indexOf(needs);
