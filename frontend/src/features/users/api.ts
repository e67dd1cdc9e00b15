import { queryOptions } from "@tanstack/react-query";
import { api, body, done } from "@/lib/api/client";
import { ifMatch } from "@/lib/api/etag";
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];
export type User = Schemas["User"];
export type Session = Schemas["Session"];
export type Token = Schemas["Token"];

export const usersKey = ["users"] as const;
export const tokensKey = ["tokens"] as const;
export const sessionsKey = (userId?: string) => ["sessions", userId ?? "own"] as const;

const path = (id: string) => ({ path: { id } });

export const usersQuery = queryOptions({
  queryKey: usersKey,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/users", { params: { query: { limit: 500 } }, signal }))).items,
});

export const createUser = (wish: Schemas["UserCreate"]) => body(api.POST("/api/users", { body: wish }));

export const changeUser = (user: User, change: Schemas["UserUpdate"]): Promise<User> =>
  body(api.PATCH("/api/users/{id}", { params: { ...path(user.id), header: ifMatch(user) }, body: change }));

export const deleteUser = (user: User) =>
  done(api.DELETE("/api/users/{id}", { params: { ...path(user.id), header: ifMatch(user) } }));

/** Of one account; of the reader's own without an id. */
export const sessionsQuery = (userId?: string) =>
  queryOptions({
    queryKey: sessionsKey(userId),
    queryFn: async ({ signal }) => {
      const query = { limit: 500, ...(userId ? { user_id: userId } : {}) };
      return (await body(api.GET("/auth/sessions", { params: { query }, signal }))).items;
    },
  });

export const endSession = (id: string) => done(api.DELETE("/auth/sessions/{id}", { params: path(id) }));

export const changePassword = (change: Schemas["PasswordChange"]) =>
  done(api.POST("/auth/users/me/password", { body: change }));

export const tokensQuery = queryOptions({
  queryKey: tokensKey,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/tokens", { params: { query: { limit: 500 } }, signal }))).items,
});

export const createToken = (wish: Schemas["TokenCreate"]) => body(api.POST("/api/tokens", { body: wish }));

export const revokeToken = (id: string) => done(api.DELETE("/api/tokens/{id}", { params: path(id) }));
