import { api, body } from "@/lib/api/client";
import type { Policy } from "@/lib/api/types";

const of = (id: string) => ({ path: { id } });

export function setEnabled({ id }: Policy, enabled: boolean): Promise<Policy> {
  const params = of(id);
  return enabled
    ? body(api.POST("/api/policies/{id}/enable", { params, body: {} }))
    : body(api.POST("/api/policies/{id}/disable", { params, body: {} }));
}

export const armPolicy = (
  id: string,
  answers: { reason: string; confirm: string; targets?: number },
): Promise<Policy> => body(api.POST("/api/policies/{id}/arm", { params: of(id), body: answers }));

export const disarmPolicy = (id: string): Promise<Policy> =>
  body(api.POST("/api/policies/{id}/disarm", { params: of(id), body: {} }));
