import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAway } from "@/lib/away";
import { tabTitle as inTab } from "@/lib/site";

interface PageProps {
  title: string;
  /** One line under the title: what state the thing is in. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** Shown in the tab before the product's name; the title when absent. */
  tabTitle?: string;
  children: ReactNode;
}

/** The frame of a screen. Arriving moves the focus to its heading and names the tab. */
export function Page({ title, lead, actions, tabTitle, children }: PageProps) {
  const { t } = useTranslation();
  const away = useAway();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const here = tabTitle ?? title;
    document.title = inTab(away ? t("common:awayTab", { title: here }) : here);
  }, [tabTitle, title, away, t]);

  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className="mx-auto w-full max-w-[1600px] px-4 py-5 md:px-6">
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 ref={heading} tabIndex={-1} className="text-lg font-semibold">
            {title}
          </h1>
          {lead && <div className="text-muted mt-0.5">{lead}</div>}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}
