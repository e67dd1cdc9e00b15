import { api, body } from "@/lib/api/client";

export const cancelRun = (id: string, reason: string) =>
  body(api.POST("/api/runs/{id}/cancel", { params: { path: { id } }, body: { reason } }));
