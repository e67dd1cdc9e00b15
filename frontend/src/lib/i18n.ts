import i18next from "i18next";
import ICU from "i18next-icu";
import { initReactI18next } from "react-i18next";

/** Texts of screens that load on their first visit come with those screens. */
const files = import.meta.glob<Record<string, unknown>>(
  ["../locales/en/*.json", "!../locales/en/settings.json", "!../locales/en/users.json"],
  { eager: true, import: "default" },
);

const english = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ""), texts]),
);

export const addTexts = (namespace: string, texts: object) => i18next.addResourceBundle("en", namespace, texts);

/** English is complete; a further language adds files and an entry here. */
export async function startI18n() {
  await i18next
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: "en",
      fallbackLng: "en",
      ns: Object.keys(english),
      defaultNS: "common",
      resources: { en: english },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = i18next.language;
}
