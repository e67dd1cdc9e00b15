import { queryOptions } from "@tanstack/react-query";
import { api, body, done } from "@/lib/api/client";
import { fetchCsrfToken } from "@/lib/api/session-fetch";

export const providersQuery = queryOptions({
  queryKey: ["providers"],
  queryFn: ({ signal }) => body(api.GET("/auth/providers", { signal })),
  staleTime: Infinity,
  retry: false,
});

/** Whether the first administrator is still missing. */
export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }) => body(api.GET("/auth/setup", { signal })),
  retry: false,
});

export interface FirstAdmin {
  token: string;
  email: string;
  password: string;
}

export const createFirstAdmin = (admin: FirstAdmin) => body(api.POST("/auth/setup", { body: admin }));

export interface Invitation {
  token: string;
  password: string;
}

export const takeInvitation = (invitation: Invitation) => body(api.POST("/auth/invite", { body: invitation }));

export interface Credentials {
  username: string;
  password: string;
}

/** Signs in by cookie. The CSRF token belongs to the session, so the old one is exchanged at once. */
export async function signIn(credentials: Credentials): Promise<void> {
  await done(
    api.POST("/auth/jwt/login", {
      body: credentials,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }),
  );
  await fetchCsrfToken();
}

export const signOut = () => done(api.POST("/auth/jwt/logout"));
