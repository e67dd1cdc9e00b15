import i18next from "i18next";
import ICU from "i18next-icu";
import { initReactI18next } from "react-i18next";
import { siteLocale } from "./site";

/** Texts of screens that load on their first visit come with those screens. */
const files = import.meta.glob<Record<string, unknown>>(
  ["../locales/en/*.json", "!../locales/en/settings.json", "!../locales/en/users.json"],
  { eager: true, import: "default" },
);

const english = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ""), texts]),
);

export const addTexts = (namespace: string, texts: object) => i18next.addResourceBundle("en", namespace, texts);

/** English is complete; a further language adds files, an entry here, and one in the server's setting. */
export const locales = ["en"];

/** The first wish that there is, in its region or without; else English. */
export const chooseLocale = (wishes: (string | null | undefined)[], there: string[]) =>
  wishes.flatMap((wish) => (wish ? [wish, wish.replace(/-.*/, "")] : [])).find((wish) => there.includes(wish)) ?? "en";

export async function startI18n() {
  await i18next
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: chooseLocale([localStorage.getItem("walnut.locale"), ...navigator.languages, siteLocale()], locales),
      fallbackLng: "en",
      ns: Object.keys(english),
      defaultNS: "common",
      resources: { en: english },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = i18next.language;
}
