import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { aSession, aToken, aUser } from "@/testing/account-fixtures";
import { uuid } from "@/testing/fixtures";
import { openConsole } from "@/testing/render";
import { origin, problem, server } from "@/testing/server";
import { aPerson } from "@/testing/system-fixtures";
import { addresses, inviteLink, lastAdmin, programName, userState } from "./model";

const now = Date.now();
const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
const anna = aUser(now);
const otto = aUser(now, { id: uuid(8), email: "otto@example.net", display_name: null, role: "viewer", version: 6 });
const people = http.get(`${origin}/api/users`, () => page([anna, otto]));
const noSessions = http.get(`${origin}/auth/sessions`, () => page([]));

const rowOf = async (name: string) => within((await screen.findByText(name)).closest("tr") as HTMLElement);

describe("users", () => {
  it("CON-79: each person has role, state, way to sign in and last sign-in", async () => {
    const karl = {
      ...otto,
      id: uuid(9),
      email: "karl@example.net",
      active: false,
      oidc_linked: true,
      weak_password: true,
    };
    server.use(http.get(`${origin}/api/users`, () => page([anna, karl])));
    openConsole("/users");
    const row = await rowOf("karl@example.net");
    expect(row.getByText("Disabled")).toBeVisible();
    expect(row.getByText("Identity provider")).toBeVisible();
    expect(row.getByText("The password is weak")).toBeVisible();
    expect((await rowOf("Anna")).getByText("Administrator")).toBeVisible();
  });

  it("CON-79: an invitation ends in a link that is shown once", async () => {
    let sent: unknown;
    server.use(
      people,
      http.post(`${origin}/api/users`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ ...otto, email: "eva@example.net", invite_token: "tok-7" }, { status: 201 });
      }),
    );
    const { user } = openConsole("/users");
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Create the account" }));
    expect(await dialog.findByText("This is not an e-mail address.")).toBeVisible();
    await user.type(dialog.getByLabelText("E-mail"), "eva@example.net");
    await user.selectOptions(dialog.getByLabelText("Role"), "Operator");
    await user.click(dialog.getByRole("button", { name: "Create the account" }));
    expect(await dialog.findByText(/invite#tok-7$/)).toBeVisible();
    expect(sent).toEqual({ email: "eva@example.net", role: "operator" });
  });

  it("CON-79: role and activity are changed on top of the version that was read, after a fresh password", async () => {
    const heard: { match: string | null; body: unknown }[] = [];
    let proven = false;
    server.use(
      people,
      noSessions,
      http.post(`${origin}/auth/step-up`, () => {
        proven = true;
        return HttpResponse.json({ step_up_until: new Date().toISOString() });
      }),
      http.patch(`${origin}/api/users/:id`, async ({ request }) => {
        if (!proven) return problem(403, "step_up_required", "A fresh password is needed");
        heard.push({ match: request.headers.get("If-Match"), body: await request.json() });
        return HttpResponse.json(otto);
      }),
    );
    const { user } = openConsole("/users");
    await user.click(await screen.findByRole("button", { name: "Change otto@example.net" }));
    await user.selectOptions(await screen.findByLabelText("Role"), "Operator");
    await user.click(screen.getByLabelText("May sign in"));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.type(await screen.findByLabelText("Password"), "correct horse");
    await user.click(screen.getByRole("button", { name: "Confirm" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(heard).toEqual([{ match: '"6"', body: { role: "operator", active: false } }]);
  });

  it("CON-79: the last local administrator can be neither demoted nor disabled, and it says why", async () => {
    server.use(people, noSessions);
    const { user } = openConsole("/users");
    await user.click(await screen.findByRole("button", { name: "Change anna@example.net" }));
    expect(await screen.findByLabelText("Role")).toBeDisabled();
    expect(screen.getByLabelText("May sign in")).toBeDisabled();
    expect(screen.getByText(/so that somebody can always get in/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Delete account" })).toBeNull();
  });

  it("CON-79: sessions of a person are listed and ended", async () => {
    let ended: unknown;
    server.use(
      people,
      http.get(`${origin}/auth/sessions`, ({ request }) =>
        page(new URL(request.url).searchParams.get("user_id") === otto.id && !ended ? [aSession(now)] : []),
      ),
      http.delete(`${origin}/auth/sessions/:id`, ({ params }) => {
        ended = params.id;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = openConsole("/users");
    await user.click(await screen.findByRole("button", { name: "Change otto@example.net" }));
    expect(await screen.findByText(/192\.0\.2\.7/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "End" }));
    expect(await screen.findByText("Signed in nowhere.")).toBeVisible();
    expect(ended).toBe(uuid(2));
  });

  it("CON-79: deleting asks twice", async () => {
    let deleted = 0;
    server.use(
      people,
      noSessions,
      http.delete(`${origin}/api/users/:id`, () => {
        deleted++;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = openConsole("/users");
    await user.click(await screen.findByRole("button", { name: "Change otto@example.net" }));
    await user.click(await screen.findByRole("button", { name: "Delete account" }));
    expect(deleted).toBe(0);
    await user.click(screen.getByRole("button", { name: "Yes, delete this account" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(deleted).toBe(1);
  });

  it("forbidden: an operator is told which role the screen needs", async () => {
    server.use(http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson({ role: "operator" }))));
    openConsole("/users");
    expect(await screen.findByText("Needs the role Administrator.")).toBeVisible();
  });

  it("error: says that sessions go on", async () => {
    server.use(http.get(`${origin}/api/users`, () => problem(500, "internal", "Unexpected error")));
    openConsole("/users");
    expect(await screen.findByText(/Sessions stay valid/)).toBeVisible();
  });
});

describe("own account", () => {
  const own = http.get(`${origin}/auth/sessions`, () => page([aSession(now, { current: true })]));
  const tokens = (...items: unknown[]) => http.get(`${origin}/api/tokens`, () => page(items));

  it("CON-79: a token is made with scopes and addresses, shown once, and revoked", async () => {
    let sent: { name: string; scopes: string[]; allow_ips?: string[] } | undefined;
    let revoked: unknown;
    server.use(
      own,
      tokens(),
      http.post(`${origin}/api/tokens`, async ({ request }) => {
        sent = (await request.json()) as typeof sent;
        server.use(tokens(aToken(now)));
        return HttpResponse.json({ ...aToken(now), token: "wnt_secret" }, { status: 201 });
      }),
      http.delete(`${origin}/api/tokens/:id`, ({ params }) => {
        revoked = params.id;
        server.use(tokens());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = openConsole("/profile");
    expect(await screen.findByText("No token yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "New token" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Name"), "grafana");
    await user.click(dialog.getByLabelText("Metrics"));
    await user.type(dialog.getByLabelText("Only from"), "192.0.2.0/24, 198.51.100.7");
    await user.click(dialog.getByRole("button", { name: "Create token" }));
    expect(await dialog.findByText("wnt_secret")).toBeVisible();
    expect(sent).toMatchObject({
      name: "grafana",
      scopes: ["read", "metrics"],
      allow_ips: ["192.0.2.0/24", "198.51.100.7"],
    });
    await user.click(dialog.getByRole("button", { name: "Done" }));
    expect(screen.queryByText("wnt_secret")).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Revoke grafana" }));
    expect(await screen.findByText("No token yet")).toBeVisible();
    expect(revoked).toBe(uuid(70));
  });

  it("CON-79: a new password says that the other sessions have ended; a wrong one is named", async () => {
    server.use(
      own,
      tokens(),
      http.post(`${origin}/auth/users/me/password`, () => problem(401, "invalid_credentials", "Wrong"), { once: true }),
      http.post(`${origin}/auth/jwt/refresh`, () => new HttpResponse(null, { status: 204 })),
    );
    const { user } = openConsole("/profile");
    await user.type(await screen.findByLabelText("Present password"), "wrong");
    await user.type(screen.getByLabelText("New password"), "correct horse battery");
    server.use(http.post(`${origin}/auth/users/me/password`, () => new HttpResponse(null, { status: 204 })));
    await user.click(screen.getByRole("button", { name: "Change password" }));
    expect(await screen.findByText(/Your other sessions have ended/)).toBeVisible();
  });

  it("CON-79: a viewer sees why there is no token to make, a person of a provider where the password is", async () => {
    server.use(
      own,
      tokens(),
      http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson({ role: "viewer", auth: "oidc" }))),
    );
    openConsole("/profile");
    expect(await screen.findByText(/your password is there/)).toBeVisible();
    expect(screen.getByRole("button", { name: "New token" })).toHaveAttribute("title", "Needs the role Operator.");
    expect(await screen.findByText("This one")).toBeVisible();
  });
});

describe("accounts", () => {
  it("CON-79: states come worst first", () => {
    const soon = new Date(now + 60_000).toISOString();
    expect(userState(aUser(now, { active: false, locked_until: soon }), now)).toBe("disabled");
    expect(userState(aUser(now, { locked_until: soon }), now)).toBe("locked");
    expect(userState(aUser(now, { locked_until: new Date(now - 1).toISOString() }), now)).toBe("active");
    expect(userState(aUser(now, { invited_until: soon }), now)).toBe("invited");
  });

  it("CON-79: one local administrator is the last, two are not", () => {
    const byProvider = aUser(now, { id: uuid(3), auth: "oidc" });
    expect(lastAdmin(anna, [anna, byProvider, otto])).toBe(true);
    expect(lastAdmin(anna, [anna, aUser(now, { id: uuid(4) })])).toBe(false);
  });

  it.each([
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
      "Chromium, Linux",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1",
      "Safari, iPhone",
    ],
    ["curl/8.14", "curl/8.14"],
  ])("CON-79: a session names its program: %s", (userAgent, name) => expect(programName(userAgent)).toBe(name));

  it("CON-151: the invitation travels in the fragment", () =>
    expect(inviteLink("https://ups.example/walnut/", "a-b_c")).toBe("https://ups.example/walnut/invite#a-b_c"));

  it("CON-79: addresses come apart by commas, blanks and lines", () =>
    expect(addresses(" 10.0.0.0/8,\n192.0.2.1 ")).toEqual(["10.0.0.0/8", "192.0.2.1"]));
});
