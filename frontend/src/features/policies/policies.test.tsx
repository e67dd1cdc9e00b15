import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { aPolicy, uuid } from "@/testing/fixtures";
import { openConsole } from "@/testing/render";
import { empty, mains } from "@/testing/scenes";
import { answersOf, origin, problem, server } from "@/testing/server";
import { aPerson } from "@/testing/system-fixtures";

const rowOf = async (name: string) => {
  const heading = await screen.findByRole("heading", { name });
  return within(heading.closest("li") as HTMLElement);
};

describe("policies", () => {
  it("CON-59: each policy says what it does, what it would do now, and what the server found", async () => {
    openConsole("/policies");
    const row = await rowOf("Shed test systems early");
    expect(row.getByText(/When any UPS goes on battery for 10 s/)).toBeVisible();
    expect(row.getByText("Dry-run")).toBeVisible();
    expect(row.getByText("The inventory of pve1 is 3 h old.")).toBeVisible();
    expect((await rowOf("Weekend test")).getByText("targets unknown")).toBeVisible();
  });

  it("CON-61: an empty list explains what a policy is, with an example", async () => {
    server.use(...answersOf(empty(Date.now())));
    openConsole("/policies");
    expect(await screen.findByText("No policy yet")).toBeVisible();
    expect(screen.getByText(/when rack-b goes on battery for 45 s/)).toBeVisible();
  });

  it("error: says that policies stay in force", async () => {
    server.use(http.get(`${origin}/api/policies`, () => problem(500, "internal", "Unexpected error")));
    openConsole("/policies");
    expect(await screen.findByText(/They remain active/)).toBeVisible();
  });

  it("CON-31: enabling asks for a fresh password and then repeats the call", async () => {
    let proven = false;
    server.use(
      http.post(`${origin}/auth/step-up`, () => {
        proven = true;
        return HttpResponse.json({ step_up_until: new Date().toISOString() });
      }),
      http.post(`${origin}/api/policies/:id/enable`, () =>
        proven
          ? HttpResponse.json(
              aPolicy(Date.now(), { id: uuid(12), name: "Weekend test", armed: false, effective: "dry_run" }),
            )
          : problem(403, "step_up_required", "A fresh password is needed"),
      ),
    );
    const { user } = openConsole("/policies");
    const row = await rowOf("Weekend test");
    await user.click(await row.findByRole("button", { name: "Enable" }));
    await user.type(await screen.findByLabelText("Password"), "correct horse");
    await user.click(screen.getByRole("button", { name: "Confirm" }));
    expect(await row.findByRole("button", { name: "Disable" })).toBeVisible();
    expect(row.getByText("Dry-run")).toBeVisible();
  });

  it("CON-31: giving up the proof leaves the refusal on the screen", async () => {
    server.use(
      http.post(`${origin}/api/policies/:id/enable`, () =>
        problem(403, "step_up_required", "A fresh password is needed"),
      ),
    );
    const { user } = openConsole("/policies");
    const row = await rowOf("Weekend test");
    await user.click(await row.findByRole("button", { name: "Enable" }));
    await user.click(await screen.findByRole("button", { name: "Close" }));
    expect(await row.findByRole("alert")).toHaveTextContent("A fresh password is needed");
  });

  it("CON-106: arming takes a reason and the name typed", async () => {
    let sent: unknown;
    server.use(
      http.post(`${origin}/api/policies/:id/arm`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(aPolicy(Date.now(), { id: uuid(11), name: "Shed test systems early" }));
      }),
    );
    const { user } = openConsole("/policies");
    const row = await rowOf("Shed test systems early");
    await user.click(await row.findByRole("button", { name: "Arm" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Reason"), "tested on Friday");
    await user.type(dialog.getByLabelText("Type the name of the policy"), "Shed");
    await user.click(dialog.getByRole("button", { name: "Arm this policy" }));
    expect(await dialog.findByText("This is not the name of the policy.")).toBeVisible();
    expect(sent).toBeUndefined();
    await user.type(dialog.getByLabelText("Type the name of the policy"), " test systems early");
    await user.click(dialog.getByRole("button", { name: "Arm this policy" }));
    expect(await row.findByRole("button", { name: "Disarm" })).toBeVisible();
    expect(sent).toEqual({ reason: "tested on Friday", confirm: "Shed test systems early" });
  });

  it("forbidden: a viewer sees the switches disabled, with the role that is needed", async () => {
    server.use(
      http.get(`${origin}/auth/users/me`, () => HttpResponse.json(aPerson({ role: "viewer" }))),
      ...answersOf(mains(Date.now())),
    );
    openConsole("/policies");
    const row = await rowOf("Stop the rack in order");
    expect(row.getByRole("button", { name: "Disable" })).toBeDisabled();
    expect(row.getByRole("button", { name: "Disarm" })).toHaveAttribute("title", "Needs the role Operator.");
  });
});
