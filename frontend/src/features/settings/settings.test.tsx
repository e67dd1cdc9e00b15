import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import texts from "@/locales/en/settings.json";
import { aGroup } from "@/testing/account-fixtures";
import { openConsole } from "@/testing/render";
import { origin, problem, server } from "@/testing/server";
import { aPerson } from "@/testing/system-fixtures";
import { changesOf, choices, draftOf, kindOf, shownGroups } from "./model";

const oidc = aGroup({
  name: "oidc",
  version: 2,
  values: {
    enabled: false,
    discovery_url: null,
    client_secret: { set: false },
    admin_values: [],
    default_role: "viewer",
  },
  origin: {},
  locked: [],
});

const settings = (...groups: ReturnType<typeof aGroup>[]) =>
  http.get(`${origin}/api/settings`, () => HttpResponse.json({ groups }));

describe("settings", () => {
  it("CON-77: each key tells its value and where it comes from; one that is set outside is locked", async () => {
    server.use(settings(aGroup({ name: "arming" }), oidc, aGroup()));
    openConsole("/settings");
    const locked = await screen.findByLabelText("Poll interval");
    expect(locked).toHaveValue("5s");
    expect(locked).toBeDisabled();
    expect(screen.getByText("Set by the environment")).toBeVisible();
    expect(screen.getByText("Set here")).toBeVisible();
    expect(screen.getByRole("link", { name: "Polling" })).toHaveAttribute("aria-current", "page");
    expect(screen.queryByRole("link", { name: /arming/i })).toBeNull();
  });

  it("CON-77: hooks are written as JSON, a wrong one is told, and a new secret is shown once", async () => {
    const group = aGroup({ name: "webhooks", version: 1, values: { records: [] }, origin: {}, locked: [] });
    const hook = { name: "generator", secret: { set: true, old_until: null } };
    server.use(
      settings(group),
      http.patch(`${origin}/api/settings/webhooks`, async ({ request }) => {
        const { records } = (await request.json()) as { records: unknown };
        if (typeof records === "string") return problem(400, "invalid_request", "expected a list of objects");
        const secrets = { generator: "whsec_c2hvd24gb25jZQ==" };
        return HttpResponse.json({ ...group, version: 2, values: { records: [hook] }, secrets });
      }),
    );
    const { user } = openConsole("/settings/webhooks");
    const field = await screen.findByLabelText("Hooks");
    await user.clear(field);
    await user.type(field, "no JSON");
    await user.click(screen.getByRole("button", { name: "Save 1 change" }));
    expect((await screen.findAllByText(/expected a list of objects/))[0]).toBeVisible();
    await user.clear(field);
    await user.type(field, '[[{{"name": "generator"}]');
    await user.click(screen.getByRole("button", { name: "Save 1 change" }));
    expect(await screen.findByText("whsec_c2hvd24gb25jZQ==")).toBeVisible();
    expect(screen.getByLabelText<HTMLTextAreaElement>("Hooks").value).toContain('"name": "generator"');
  });

  it("NTF-8: what is on and yet does nothing is told", async () => {
    const message = "action_links: messages carry no links: WALNUT_PUBLIC_URL does not say where people reach walNUT";
    const found = { severity: "warn", phase: "schema", pointer: "/action_links", code: "no_public_url" } as const;
    const values = { action_links: true };
    server.use(settings(aGroup({ name: "notifications", values, findings: [{ ...found, message, hint: null }] })));
    openConsole("/settings/notifications");
    expect(await screen.findByText(/messages carry no links/)).toBeVisible();
  });

  it("CON-77: only what was changed is sent, on top of the version that was read", async () => {
    let sent: unknown;
    server.use(
      settings(aGroup()),
      http.patch(`${origin}/api/settings/:group`, async ({ request, params }) => {
        sent = [params.group, request.headers.get("If-Match"), await request.json()];
        const values = { ...aGroup().values, dead_time: "30s" };
        return HttpResponse.json(aGroup({ version: 5, values }));
      }),
    );
    const { user } = openConsole("/settings/polling");
    const field = await screen.findByLabelText("Treat as critical after");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    await user.clear(field);
    await user.type(field, "30s");
    await user.click(screen.getByRole("button", { name: "Save 1 change" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Save" })).toBeDisabled());
    expect(screen.getByLabelText("Treat as critical after")).toHaveValue("30s");
    expect(sent).toEqual(["polling", '"4"', { dead_time: "30s" }]);
  });

  it("CON-77: what the server refuses stands at its field", async () => {
    server.use(
      settings(aGroup()),
      http.patch(`${origin}/api/settings/:group`, () =>
        HttpResponse.json(
          {
            title: "Invalid",
            code: "validation",
            errors: [{ pointer: "/dead_time", code: "range", severity: "error", message: "At most 10m" }],
          },
          { status: 400 },
        ),
      ),
    );
    const { user } = openConsole("/settings/polling");
    await user.type(await screen.findByLabelText("Treat as critical after"), "0");
    await user.click(screen.getByRole("button", { name: "Save 1 change" }));
    expect(await screen.findByText("At most 10m")).toBeVisible();
    expect(screen.getByLabelText("Treat as critical after")).toBeInvalid();
  });

  it("CON-77: a change of somebody else is told and loaded on demand", async () => {
    server.use(
      settings(aGroup()),
      http.patch(`${origin}/api/settings/:group`, () => problem(412, "version_conflict", "Changed meanwhile")),
    );
    const { user } = openConsole("/settings/polling");
    await user.type(await screen.findByLabelText("Fast interval"), "0");
    await user.click(screen.getByRole("button", { name: "Save 1 change" }));
    expect(await screen.findByText(/Somebody else changed this section/)).toBeVisible();
    server.use(settings(aGroup({ version: 9, values: { fast_interval: "7s" } })));
    await user.click(screen.getByRole("button", { name: "Reload" }));
    await waitFor(() => expect(screen.getByLabelText("Fast interval")).toHaveValue("7s"));
  });

  it("CON-77: the default comes back by its button", async () => {
    let sent: unknown;
    server.use(
      settings(aGroup()),
      http.patch(`${origin}/api/settings/:group`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(aGroup({ version: 5 }));
      }),
    );
    const { user } = openConsole("/settings/polling");
    await user.click(await screen.findByRole("button", { name: "Back to the default" }));
    await waitFor(() => expect(sent).toEqual({ dead_time: null }));
  });

  it("CON-77: a provider is tried with what was typed, without the secret", async () => {
    let sent: unknown;
    server.use(
      settings(oidc),
      http.post(`${origin}/api/settings/oidc/test`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({
          ok: false,
          message: "",
          steps: [{ name: "discovery", ok: false, detail: "discovery answered 404" }],
        });
      }),
    );
    const { user } = openConsole("/settings/oidc");
    await user.type(await screen.findByLabelText("Discovery address"), "https://id.example/x");
    await user.type(screen.getByLabelText("Client secret"), "s3cret");
    await user.click(screen.getByRole("button", { name: "Test the identity provider" }));
    expect(await screen.findByText(/discovery answered 404/)).toBeVisible();
    expect(sent).toEqual({ discovery_url: "https://id.example/x" });
  });

  it("CON-77: a change that waits for a start says so before it is saved", async () => {
    server.use(settings(aGroup({ restart_required: ["dead_time"] })));
    const { user } = openConsole("/settings/polling");
    await user.type(await screen.findByLabelText("Treat as critical after"), "0");
    expect(screen.getByText("This change applies after walNUT restarts.")).toBeVisible();
  });

  it("forbidden, error, unknown section", async () => {
    server.use(settings(aGroup()));
    openConsole("/settings/nothing").unmount();
    server.use(http.get(`${origin}/api/settings`, () => problem(500, "internal", "Unexpected error")));
    openConsole("/settings/polling");
    expect(await screen.findByText(/keeps running with its current settings/)).toBeVisible();
    server.use(http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson({ role: "viewer" }))));
    openConsole("/settings/polling");
    expect(await screen.findByText("Needs the role Administrator.")).toBeVisible();
  });
});

describe("fields", () => {
  it("CON-77: kinds follow what the server gives", () => {
    expect(Object.entries(oidc.values).map(([key, value]) => kindOf("oidc", key, value))).toEqual([
      "flag",
      "text",
      "secret",
      "list",
      "choice",
    ]);
    expect(kindOf("execution", "max_concurrent_actions", 10)).toBe("number");
  });

  it("CON-77: an emptied text is the default, a secret that was not typed stays", () => {
    const group = aGroup({
      values: { a: "x", count: 3, list: ["p", "q"], secret: { set: true } },
      locked: [],
    });
    const draft = draftOf(group);
    expect(changesOf(group, draft)).toEqual({});
    expect(changesOf(group, { ...draft, a: " ", count: "12", list: "p\n\n r" })).toEqual({
      a: null,
      count: 12,
      list: ["p", "r"],
    });
    expect(changesOf(group, { ...draft, secret: "new" })).toEqual({ secret: "new" });
  });

  it("CON-77: groups that the console does not know come last, arming is elsewhere", () =>
    expect(
      shownGroups(["webhooks", "oidc", "arming", "polling"].map((name) => aGroup({ name }))).map(({ name }) => name),
    ).toEqual(["polling", "oidc", "webhooks"]));

  it("CON-77: each choice has words", () =>
    expect(Object.keys(texts.choice).toSorted()).toEqual(Object.values(choices).flat().toSorted()));
});
