import type { Look } from "@/lib/power-state";
import type { User } from "./api";

export type UserState = "active" | "disabled" | "invited" | "locked";

/** What an account is now; the worst comes first. */
export function userState(user: User, now: number): UserState {
  if (!user.active) return "disabled";
  if (user.locked_until && Date.parse(user.locked_until) > now) return "locked";
  return user.invited_until ? "invited" : "active";
}

export const userLook: Record<UserState, Look> = {
  active: { tone: "ok", shape: "tick" },
  disabled: { tone: "off", shape: "dash" },
  invited: { tone: "info", shape: "info" },
  locked: { tone: "battery", shape: "bolt" },
};

const localAdmin = (user: User) => user.role === "admin" && user.active && user.auth === "password";

/** The one administrator with a password who is left can be neither disabled nor demoted. */
export const lastAdmin = (user: User, all: User[]) => localAdmin(user) && all.filter(localAdmin).length === 1;

export const scopes = ["read", "metrics", "dryrun", "ack"] as const;

/** The scope that starts one policy for real. */
export const executing = (policyId: string) => "execute:" + policyId;

const browsers = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chromium"],
  ["Safari/", "Safari"],
] as const;

const systems = ["Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux"];

/** A browser by its name and system; other programs as they call themselves. */
export function programName(userAgent: string): string {
  const browser = browsers.find(([mark]) => userAgent.includes(mark));
  if (!browser) return userAgent;
  return [browser[1], ...systems.filter((name) => userAgent.includes(name)).slice(0, 1)].join(", ");
}

const DAY_MS = 86_400_000;

/** A day from now as a date field writes it. */
export const dayFrom = (now: number, days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);

/** Addresses as typed, apart by commas, blanks or lines. */
export const addresses = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** The page where an invited person takes up the account. The token stays in the browser: fragments are not sent. */
export const inviteLink = (base: string, token: string) => new URL(`invite#${token}`, base).href;
