import { ApiError } from "@/lib/api/problem";
import { locales } from "@/lib/i18n";
import type { SettingGroup, Values } from "./api";

/** The sections in their order; groups that the server has besides come after them. */
export const sections = [
  "polling",
  "execution",
  "notifications",
  "mqtt",
  "retention",
  "security",
  "oidc",
  "backup",
  "webhooks",
  "traps",
  "ui",
];

/** Changed by the mode in the header alone. */
const elsewhere = new Set(["arming"]);

export const shownGroups = (groups: SettingGroup[]) =>
  groups
    .filter(({ name }) => !elsewhere.has(name))
    .toSorted((a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name));

const place = (name: string) => (sections.includes(name) ? sections.indexOf(name) : sections.length);

export type Kind = "flag" | "number" | "list" | "records" | "secret" | "choice" | "text";

/** What may be chosen, by group and key. */
export const choices: Record<string, string[]> = {
  "oidc.default_role": ["viewer", "operator", "admin", "none"],
  "ui.default_locale": locales,
};

export const choicesOf = (group: string, key: string) => choices[`${group}.${key}`] ?? [];

/** Lists of objects. */
const records = new Set(["webhooks.records", "traps.v3_users", "notifications.channels", "notifications.templates"]);

/** How a key is edited, by the value that the server gave. */
export function kindOf(group: string, key: string, value: unknown): Kind {
  if (choicesOf(group, key).length > 0) return "choice";
  if (typeof value === "boolean") return "flag";
  if (typeof value === "number") return "number";
  if (records.has(`${group}.${key}`)) return "records";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null && "set" in value ? "secret" : "text";
}

/** What the field of a key holds: texts, save for flags. */
export type Draft = Record<string, string | boolean>;

export const draftOf = ({ name, values }: SettingGroup): Draft =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, written(kindOf(name, key, value), value)]));

function written(kind: Kind, value: unknown): string | boolean {
  if (kind === "flag") return value === true;
  if (kind === "secret" || value === null) return "";
  if (kind === "records" && (typeof value !== "object" || value === null)) return "";
  if (kind === "records") return JSON.stringify(value, null, 2);
  if (Array.isArray(value)) return value.join("\n");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function read(kind: Kind, text: string | boolean): unknown {
  if (typeof text === "boolean") return text;
  if (kind === "list")
    return text
      .split(/\n/)
      .map((line) => line.trim())
      .filter(Boolean);
  if (text.trim() === "") return null;
  if (kind === "records") return parsed(text);
  return kind === "number" ? Number(text) : text.trim();
}

/** What is no JSON goes to the server as it is, which says what it expects. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The keys whose field differs from what is in force. A secret that was not typed stays. */
export function changesOf(group: SettingGroup, draft: Draft): Values {
  const before = draftOf(group);
  const changed = Object.keys(group.values).filter((key) => draft[key] !== before[key] && !group.locked.includes(key));
  return Object.fromEntries(
    changed.map((key) => [key, read(kindOf(group.name, key, group.values[key]), draft[key] ?? "")]),
  );
}

/** What the server found wrong with one key. */
export const findingOf = (error: unknown, key: string) =>
  error instanceof ApiError
    ? error.problem.errors?.find(({ pointer }) => `${pointer}/`.startsWith(`/${key}/`))?.message
    : undefined;
