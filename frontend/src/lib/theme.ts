import { create } from "zustand";

export type ThemeChoice = "light" | "dark" | "system";

const key = "walnut.theme";
const systemDark = () => window.matchMedia("(prefers-color-scheme: dark)");

function stored(): ThemeChoice {
  const value = localStorage.getItem(key);
  return value === "light" || value === "dark" ? value : "system";
}

function apply(choice: ThemeChoice) {
  const dark = choice === "dark" || (choice === "system" && systemDark().matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

interface ThemeStore {
  choice: ThemeChoice;
  choose: (choice: ThemeChoice) => void;
}

/** The theme is kept on the device; "system" follows it live. */
export const useTheme = create<ThemeStore>((set) => ({
  choice: stored(),
  choose: (choice) => {
    localStorage.setItem(key, choice);
    apply(choice);
    set({ choice });
  },
}));

export function followSystemTheme() {
  systemDark().addEventListener("change", () => apply(useTheme.getState().choice));
}
