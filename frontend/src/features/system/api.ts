import { api, body } from "@/lib/api/client";

export const armSystem = (reason: string) => body(api.POST("/api/system/arm", { body: { reason, confirm: "ARM" } }));

export const disarmSystem = (reason: string) => body(api.POST("/api/system/disarm", { body: { reason } }));
