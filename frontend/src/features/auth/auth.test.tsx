import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { onConfirmed, tellConfirmed } from "@/lib/api/step-up";
import { aPolicy, uuid } from "@/testing/fixtures";
import { openConsole, TestSocket } from "@/testing/render";
import { origin, problem, server } from "@/testing/server";
import { aPerson } from "@/testing/system-fixtures";
import { localPath, sendsInTheClear } from "./model";

const signedOut = http.get(`${origin}/auth/users/me`, () => problem(401, "not_authenticated", "Not signed in"));
const noRefresh = http.post(`${origin}/auth/jwt/refresh`, () => problem(401, "session_expired", "Session expired"));

async function tryToSignIn() {
  const { user, ...rest } = openConsole("/login");
  await user.type(await screen.findByLabelText("E-mail"), "anna@example.net");
  await user.type(screen.getByLabelText("Password"), "correct horse");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  return { user, ...rest };
}

describe("login", () => {
  it("CON-52: sends the reader to the login and, once signed in, to the wanted screen", async () => {
    let form = "";
    server.use(
      signedOut,
      noRefresh,
      http.post(`${origin}/auth/jwt/login`, async ({ request }) => {
        form = await request.text();
        server.use(
          http.get(`${origin}/auth/users/me`, () => HttpResponse.json({ role: "viewer", email: "anna@example.net" })),
        );
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { router, user } = openConsole("/runs?mode=live");
    await user.type(await screen.findByLabelText("E-mail"), "anna@example.net");
    expect(screen.getByText("Sign in to see this page.")).toBeVisible();
    await user.type(screen.getByLabelText("Password"), "correct horse");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("heading", { name: "Runs", level: 1 })).toBeVisible();
    expect(router.state.location.href).toBe("/runs?mode=live");
    expect(form).toBe("username=anna%40example.net&password=correct+horse");
  });

  it("CON-52: wrong credentials do not tell whether the account exists", async () => {
    server.use(http.post(`${origin}/auth/jwt/login`, () => problem(401, "invalid_credentials", "Unknown user anna")));
    await tryToSignIn();
    expect(await screen.findByRole("alert")).toHaveTextContent("E-mail or password is wrong.");
    expect(screen.queryByText(/Unknown user/)).toBeNull();
  });

  it("CON-52: a lock-out says how long it lasts", async () => {
    server.use(
      http.post(`${origin}/auth/jwt/login`, () =>
        problem(429, "login_throttled", "Throttled", { "Retry-After": "90" }),
      ),
    );
    await tryToSignIn();
    expect(await screen.findByRole("alert")).toHaveTextContent(/Too many attempts\. Try again in (1 m )?\d+ s\./);
  });

  it("CON-52: an unreachable server is not taken for a refusal", async () => {
    server.use(http.post(`${origin}/auth/jwt/login`, () => HttpResponse.error()));
    await tryToSignIn();
    expect(await screen.findByRole("alert")).toHaveTextContent(/walNUT does not answer/);
  });

  it("CON-33: the button can not send twice while a call is under way", async () => {
    server.use(
      http.post(`${origin}/auth/jwt/login`, async () => {
        await delay("infinite");
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await tryToSignIn();
    expect(await screen.findByRole("button", { name: "Signing in…" })).toBeDisabled();
  });

  it("CON-52: empty fields are named before anything is sent", async () => {
    const { user } = openConsole("/login");
    await user.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(await screen.findAllByText("This is needed to sign in.")).toHaveLength(2);
    expect(screen.getByLabelText("E-mail")).toBeInvalid();
  });

  it("CON-52: offers the provider beside the local form", async () => {
    server.use(
      http.get(`${origin}/auth/providers`, () =>
        HttpResponse.json({ password: true, oidc: { enabled: true, name: "Home", login_url: "/auth/oidc/login" } }),
      ),
    );
    openConsole("/login");
    expect(await screen.findByRole("link", { name: "Sign in with Home" })).toHaveAttribute("href", "/auth/oidc/login");
    expect(screen.getByLabelText("Password")).toBeVisible();
  });

  it("CON-52: the password can be shown", async () => {
    const { user } = openConsole("/login");
    await user.click(await screen.findByRole("button", { name: "Show password" }));
    expect(screen.getByLabelText("Password")).toHaveAttribute("type", "text");
  });
});

describe("identity provider", () => {
  const offered = http.get(`${origin}/auth/providers`, () =>
    HttpResponse.json({ password: true, oidc: { enabled: true, name: "Corp", login_url: "/auth/oidc/login" } }),
  );

  it("CON-52: leads to the provider, and from there to the wanted screen", async () => {
    server.use(signedOut, noRefresh, offered);
    openConsole("/runs?mode=live");
    expect(await screen.findByRole("link", { name: "Sign in with Corp" })).toHaveAttribute(
      "href",
      "/auth/oidc/login?next=%2Fruns%3Fmode%3Dlive",
    );
  });

  it.each([
    ["no_role", /gives you no role here/],
    ["provider_unreachable", /does not answer\. Sign in with a password/],
    ["login_expired", /took too long/],
    ["something_new", /finds the reason in the audit log/],
  ])("CON-52: a sign-in that came back with %s says so", async (code, text) => {
    openConsole(`/login?error=${code}`);
    expect(await screen.findByRole("alert")).toHaveTextContent(text);
    expect(screen.getByLabelText("Password")).toBeVisible();
  });

  it("CON-31: who came by the provider confirms there, in a tab of its own, and the call is repeated", async () => {
    let proven = false;
    server.use(
      http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson({ auth: "oidc" }))),
      http.post(`${origin}/auth/step-up`, () => HttpResponse.json({ redirect_url: "/auth/oidc/login?step_up=true" })),
      http.post(`${origin}/api/policies/:id/enable`, () =>
        proven
          ? HttpResponse.json(aPolicy(Date.now(), { id: uuid(12), name: "Weekend test", armed: false }))
          : problem(403, "step_up_required", "A fresh proof is needed"),
      ),
    );
    const { user } = openConsole("/policies");
    await user.click(await screen.findByRole("button", { name: "Enable" }));
    const link = await screen.findByRole("link", { name: "Confirm at the identity provider" });
    await waitFor(() => expect(link).toHaveAttribute("href", "/auth/oidc/login?step_up=true&next=%2Fconfirmed"));
    expect(screen.queryByLabelText("Password")).toBeNull();

    proven = true;
    tellConfirmed();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await screen.findByText("Weekend test")).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Enable" })).toBeNull());
  });

  it("CON-31: the page after a new check tells the tab that asked for it", async () => {
    const heard = new Promise<void>((resolve) => {
      const stop = onConfirmed(() => {
        stop();
        resolve();
      });
    });
    openConsole("/confirmed");
    expect(await screen.findByText(/You can close this tab/)).toBeVisible();
    await heard;
  });
});

describe("invitation", () => {
  it("CON-79: the invited person chooses a password and is signed in", async () => {
    let sent: unknown;
    server.use(
      http.post(`${origin}/auth/invite`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ email: "otto@example.net" });
      }),
      http.post(`${origin}/auth/jwt/login`, () => new HttpResponse(null, { status: 204 })),
    );
    const { user } = openConsole("/invite#tok-9");
    await user.type(await screen.findByLabelText("New password"), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Activate account" }));
    expect(await screen.findByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    expect(sent).toEqual({ token: "tok-9", password: "correct horse battery" });
  });
});

describe("setup", () => {
  const needed = http.get(`${origin}/auth/setup`, () => HttpResponse.json({ needed: true }));

  async function fill(password: string) {
    const { user } = openConsole("/login");
    await user.type(await screen.findByLabelText("Setup token"), "tok-1");
    await user.type(screen.getByLabelText("E-mail"), "anna@example.net");
    await user.type(screen.getByLabelText("Password"), password);
    await user.click(screen.getByRole("button", { name: /Create administrator/ }));
  }

  it("CON-50: without an administrator the first one is created and signed in", async () => {
    let sent: unknown;
    server.use(
      needed,
      http.post(`${origin}/auth/setup`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ id: "1" }, { status: 201 });
      }),
      http.post(`${origin}/auth/jwt/login`, () => new HttpResponse(null, { status: 204 })),
    );
    await fill("correct horse battery");
    expect(await screen.findByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    expect(sent).toEqual({ token: "tok-1", email: "anna@example.net", password: "correct horse battery" });
  });

  it("CON-50: a short password is named before anything is sent, a wrong token by the server", async () => {
    server.use(
      needed,
      http.post(`${origin}/auth/setup`, () => problem(400, "setup_token_invalid", "The setup token is not valid")),
    );
    await fill("short");
    expect(await screen.findByLabelText("Password")).toBeInvalid();
    await userEvent.type(screen.getByLabelText("Password"), " horse battery");
    await userEvent.click(screen.getByRole("button", { name: /Create administrator/ }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The setup token is not valid");
  });
});

describe("session", () => {
  it("CON-30: an expired session asks to sign in over the page and goes on", async () => {
    const { user } = openConsole("/overview");
    await screen.findByRole("article", { name: "Rack A" });
    server.use(noRefresh);
    TestSocket.last?.onclose?.({ code: 4401 });
    const dialog = await screen.findByRole("dialog", { name: "Sign in again" });
    expect(dialog).toHaveTextContent("Your session has ended");
    server.use(http.post(`${origin}/auth/jwt/login`, () => new HttpResponse(null, { status: 204 })));
    await user.type(screen.getByLabelText("Password"), "correct horse");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByRole("article", { name: "Rack A" })).toBeVisible();
  });
});

describe("where a login may lead", () => {
  it.each([
    ["/runs?mode=live", "/runs?mode=live"],
    ["//evil.example", undefined],
    ["/\\evil.example", undefined],
    ["https://evil.example", undefined],
    ["/login?next=/x", undefined],
    [undefined, undefined],
  ])("CON-151: %s leads to %s", (wanted, path) => expect(localPath(wanted)).toBe(path));

  it.each([
    ["http:", "nas.home", true],
    ["https:", "nas.home", false],
    ["http:", "localhost", false],
    ["http:", "127.0.0.1", false],
  ])("CON-52: a password over %s to %s travels in the clear: %s", (protocol, hostname, clear) =>
    expect(sendsInTheClear({ protocol, hostname })).toBe(clear),
  );
});
