import assert from "node:assert/strict";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import type { SceneName } from "@/testing/scenes";
import type { FixtureServer } from "./support/fixture-server";

interface World {
  context: BrowserContext;
  server: FixtureServer;
  origin: string;
  /** Folder for pictures, or null. */
  shots: string | null;
}

type Check = (world: World) => Promise<void>;

interface View {
  path: string;
  scene: SceneName;
  theme: "light" | "dark";
  width: number;
  /** Text that tells that the screen has its data. */
  ready: string;
}

/** Opens a screen; whatever the page logs as an error or reports as a breach of its policy fails the check. */
async function open({ context, server, origin }: World, view: View): Promise<[Page, string[]]> {
  server.show(view.scene);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !server.failing && server.signedIn) complaints.push(message.text());
  });
  await page.setViewportSize({ width: view.width, height: view.width < 500 ? 844 : 900 });
  await page.addInitScript((theme) => localStorage.setItem("walnut.theme", theme), view.theme);
  await page.goto(origin + view.path);
  await page.getByText(view.ready).first().waitFor({ timeout: 120_000 });
  return [page, complaints];
}

async function shoot(page: Page, shots: string | null, name: string) {
  if (shots) await page.screenshot({ path: join(shots, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
}

async function accessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(
    (v) => `${v.impact} ${v.id}: ${v.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  assert.deepEqual(found, []);
}

async function fitsItsWidth(page: Page, width: number) {
  const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(scrollWidth <= width, `the page is ${scrollWidth} px wide in a window of ${width} px`);
}

/** Draws one screen and holds it against the rules for every screen. */
const looksRight =
  (name: string, view: View): Check =>
  async (world) => {
    const [page, complaints] = await open(world, view);
    try {
      await shoot(page, world.shots, name);
      await fitsItsWidth(page, view.width);
      await accessible(page);
      assert.deepEqual(complaints, []);
    } finally {
      await page.close();
    }
  };

const screens: [string, string, SceneName, string][] = [
  ["overview on mains", "/overview", "mains", "All 2 UPSs are on mains"],
  ["overview in an outage", "/overview", "outage", "db-1"],
  ["overview in trouble", "/overview", "trouble", "Low battery for"],
  ["overview in recovery", "/overview", "recovery", "recovery is running"],
  ["overview of a new installation", "/overview", "empty", "No UPS has reported yet"],
  ["events", "/events", "outage", "web-1 is shut down"],
  ["policies", "/policies", "mains", "Weekend test"],
  ["runs", "/runs", "outage", "Shed test systems"],
  ["a live run", "/runs/0199f1c2-6d5e-7a10-b3c4-000000000100", "outage", "Why it ran"],
  ["hosts", "/hosts", "mains", "Core switch"],
  ["users", "/users", "mains", "Invited until"],
  ["the own account", "/profile", "mains", "grafana"],
  ["settings", "/settings/polling", "mains", "Treat as critical after"],
  ["an invitation", "/invite#tok-1", "mains", "Choose the password of your account."],
  ["a proof that was given", "/confirmed", "mains", "You can close this tab"],
  ["a UPS", "/ups/rack-b@lab", "outage", "History"],
];

const forms: [string, "light" | "dark", number][] = [
  ["light", "light", 1280],
  ["dark", "dark", 1280],
  ["390 px", "light", 390],
  ["390 px dark", "dark", 390],
];

const appearances = screens.flatMap(([name, path, scene, ready]) =>
  forms.map(([form, theme, width]): [string, Check] => {
    const full = `${name}, ${form}`;
    return [full, looksRight(full, { path, scene, ready, theme, width })];
  }),
);

const login: Check = async (world) => {
  world.server.signedIn = false;
  try {
    const [page] = await open(world, {
      path: "/runs",
      scene: "mains",
      theme: "light",
      width: 1280,
      ready: "Sign in to see this page.",
    });
    await shoot(page, world.shots, "login");
    await accessible(page);
    await page.getByLabel("E-mail").fill("anna@example.net");
    await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Runs", level: 1 }).waitFor();
    await page.close();
  } finally {
    world.server.signedIn = true;
  }
};

const brokenServer: Check = async (world) => {
  world.server.failing = true;
  try {
    const [page] = await open(world, {
      path: "/overview",
      scene: "mains",
      theme: "light",
      width: 1280,
      ready: "Something broke",
    });
    await shoot(page, world.shots, "overview-error");
    await accessible(page);
    await page.close();
  } finally {
    world.server.failing = false;
  }
};

/** Mains fail while the page is open: the bar and the steps appear and change without a reload. */
const watchAnOutage: Check = async (world) => {
  const [page, complaints] = await open(world, {
    path: "/overview",
    scene: "mains",
    theme: "light",
    width: 1280,
    ready: "All 2 UPSs are on mains",
  });
  try {
    await page.getByTitle("Values arrive as walNUT reads them").waitFor();
    const { ups, runs, outages } = world.server.show("outage");
    world.server.live.send("ups_status", ups[1]);
    await page.getByRole("region", { name: "Outage" }).getByText("On battery for").waitFor();
    world.server.live.send("outage.updated", outages[0]);
    const run = runs[0];
    assert.ok(run?.steps);
    world.server.live.send("run.created", run);
    await page.getByText("Waiting for proof").waitFor();
    const step = { ...run.steps[2], state: "confirmed", duration_ms: 23_000 };
    world.server.live.send("step.state", { run_id: run.id, run_seq: run.run_seq + 1, step });
    await page.getByText("23 s").waitFor();
    await shoot(page, world.shots, "outage-watched-live");
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
};

const dialogs: Check = async (world) => {
  for (const [theme, width] of [
    ["light", 1280],
    ["dark", 390],
  ] as const) {
    const [page, complaints] = await open(world, {
      path: "/policies",
      scene: "mains",
      theme,
      width,
      ready: "Weekend test",
    });
    await page.getByRole("button", { name: "Arm", exact: true }).first().click();
    await page.getByRole("dialog").getByLabel("Reason").waitFor();
    await shoot(page, world.shots, `arm-dialog-${theme}-${width}`);
    await accessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Account and theme" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
    await shoot(page, world.shots, `menu-${theme}-${width}`);
    assert.deepEqual(complaints, []);
    await page.close();
  }
};

export const checks: Record<string, Check> = {
  "login leads back to the wanted screen": login,
  "a broken server is told part by part": brokenServer,
  "an outage is watched live": watchAnOutage,
  "dialogs and menus": dialogs,
  ...Object.fromEntries(appearances),
};
