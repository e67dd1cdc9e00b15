import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/lib/api/client";
import { ifMatch } from "@/lib/api/etag";
import { keys } from "@/lib/api/queries";
import type { components } from "@/lib/api/schema";

export type SettingGroup = components["schemas"]["SettingGroup"];
export type Values = Record<string, unknown>;

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: async ({ signal }) => (await body(api.GET("/api/settings", { signal }))).groups,
});

/** Sets what is named; null brings the default back. */
export const changeSettings = (group: SettingGroup, values: Values): Promise<SettingGroup> =>
  body(
    api.PATCH("/api/settings/{group}", {
      params: { path: { group: group.name }, header: ifMatch(group) },
      body: values,
    }),
  );

/** Tries an identity provider with these values in the place of those in force. */
export const tryProvider = (values: Values) => body(api.POST("/api/settings/oidc/test", { body: values }));
