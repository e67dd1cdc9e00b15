import { useTranslation } from "react-i18next";
import { knownUpsState } from "@/lib/power-state";

/** The word for a state of a UPS; a word that the console does not know is shown as received. */
export function useUpsWord() {
  const { t } = useTranslation();
  return (state: string) => (knownUpsState(state) ? t(`states:ups.${state}`) : state);
}
