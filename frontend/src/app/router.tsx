import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type RouterHistory,
} from "@tanstack/react-router";
import { LoginPage } from "@/features/auth/pages/login-page";
import { localPath } from "@/features/auth/model";
import { eventSearch } from "@/features/events/model";
import { OverviewPage } from "@/features/overview/pages/overview-page";
import { runSearch } from "@/features/runs/model";
import { historySearch } from "@/features/ups/model";
import { ApiError } from "@/lib/api/problem";
import { meQuery } from "@/lib/api/queries";
import { CONFIRMED } from "@/lib/api/step-up";
import { basePath } from "@/lib/base-path";
import { NotFound } from "./not-found";
import { Shell } from "./shell/shell";

interface RouterContext {
  client: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFound });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search): { next?: string; error?: string } => ({
    next: localPath(search.next),
    error: typeof search.error === "string" ? search.error : undefined,
  }),
  component: LoginPage,
});

const confirmedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: CONFIRMED,
  component: lazyRouteComponent(() => import("@/features/auth/pages/confirmed-page"), "ConfirmedPage"),
});

const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite",
  component: lazyRouteComponent(() => import("@/features/auth/pages/invite-page"), "InvitePage"),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery);
    } catch (error) {
      // Offline or a broken server is shown inside the shell; only a missing session leads to the login.
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: "/login", search: { next: localPath(location.href) } });
      }
    }
  },
});

const parent = () => shellRoute;

const routes = [
  createRoute({
    getParentRoute: parent,
    path: "/",
    beforeLoad: () => {
      throw redirect({ to: "/overview" });
    },
  }),
  createRoute({ getParentRoute: parent, path: "/overview", component: OverviewPage }),
  createRoute({
    getParentRoute: parent,
    path: "/ups/$id",
    validateSearch: historySearch,
    component: lazyRouteComponent(() => import("@/features/ups/pages/ups-page"), "UpsPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/events",
    validateSearch: eventSearch,
    component: lazyRouteComponent(() => import("@/features/events/pages/events-page"), "EventsPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/policies",
    component: lazyRouteComponent(() => import("@/features/policies/pages/policies-page"), "PoliciesPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/runs",
    validateSearch: runSearch,
    component: lazyRouteComponent(() => import("@/features/runs/pages/runs-page"), "RunsPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/runs/$id",
    component: lazyRouteComponent(() => import("@/features/runs/pages/run-page"), "RunPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/hosts",
    component: lazyRouteComponent(() => import("@/features/hosts/pages/hosts-page"), "HostsPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/settings",
    beforeLoad: () => {
      throw redirect({ to: "/settings/$section", params: { section: "polling" } });
    },
  }),
  createRoute({
    getParentRoute: parent,
    path: "/settings/$section",
    component: lazyRouteComponent(() => import("@/features/settings/pages/settings-page"), "SettingsPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/users",
    component: lazyRouteComponent(() => import("@/features/users/pages/users-page"), "UsersPage"),
  }),
  createRoute({
    getParentRoute: parent,
    path: "/profile",
    component: lazyRouteComponent(() => import("@/features/users/pages/profile-page"), "ProfilePage"),
  }),
] as const;

const routeTree = rootRoute.addChildren([loginRoute, confirmedRoute, inviteRoute, shellRoute.addChildren(routes)]);

/** `history` is the browser's unless a test brings its own. */
export const createConsoleRouter = (client: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    context: { client },
    basepath: basePath(),
    defaultPreload: "intent",
    scrollRestoration: true,
    history,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
