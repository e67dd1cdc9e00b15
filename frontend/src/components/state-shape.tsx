import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAway, useLook } from "@/lib/away";
import type { Shape, Tone } from "@/lib/power-state";

const toneClass: Record<Tone, string> = {
  ok: "text-ok",
  battery: "text-battery",
  critical: "text-critical",
  info: "text-info",
  unknown: "text-unknown",
  off: "text-off",
  "dry-run": "text-dry-run",
  text: "text-text",
};

const inverseClass: Record<Tone, string> = {
  ok: "text-inverse-ok",
  battery: "text-inverse-battery",
  critical: "text-inverse-critical",
  info: "text-inverse-info",
  unknown: "text-inverse-unknown",
  off: "text-inverse-unknown",
  "dry-run": "text-inverse-info",
  text: "text-inverse-text",
};

const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.6, strokeLinecap: "round" as const };
const cut = { fill: "none", stroke: "var(--shape-cut)", strokeWidth: 1.8, strokeLinecap: "round" as const };

/** Each outline differs, so that a state is known without its colour. */
const drawings: Record<Shape, ReactNode> = {
  tick: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m4.8 8.3 2.2 2.2 4.2-4.6" {...cut} strokeLinejoin="round" />
    </>
  ),
  bolt: (
    <>
      <path d="M8 .9 15.6 14.6H.4z" fill="currentColor" strokeLinejoin="round" />
      <path d="M8.8 5.2 6.2 9.4h3.4L7.4 13" {...cut} strokeWidth={1.4} strokeLinejoin="round" />
    </>
  ),
  alert: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
      <path d="M8 4.2v4.4M8 11.6v.1" {...cut} />
    </>
  ),
  info: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="3.5" fill="currentColor" />
      <path d="M8 7.3v4.3M8 4.5v.1" {...cut} />
    </>
  ),
  question: (
    <>
      <path d="M8 .9 15.1 8 8 15.1.9 8z" {...line} strokeWidth={1.3} strokeDasharray="2.4 1.7" />
      <path d="M6.4 6.5c0-2.1 3.2-2.1 3.2 0 0 1.2-1.6 1.3-1.6 2.5M8 11v.1" {...line} strokeWidth={1.3} />
    </>
  ),
  dash: (
    <>
      <circle cx="8" cy="8" r="6.3" {...line} />
      <path d="M5.4 8h5.2" {...line} />
    </>
  ),
  flask: (
    <path
      d="M6.2 1.5h3.6M6.9 1.6v4.2L2.6 13c-.4.8 0 1.5.9 1.5h9c.9 0 1.3-.7.9-1.5L9.1 5.8V1.6M4.6 10.2h6.8"
      {...line}
      strokeWidth={1.3}
      strokeLinejoin="round"
    />
  ),
  shield: <path d="M8 .8 14.4 3v5c0 3.6-2.6 6-6.4 7.3C4.2 14 1.6 11.6 1.6 8V3z" fill="currentColor" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6.3" {...line} strokeWidth={1.3} />
      <path d="M8 4.400V8l2.4 1.6" {...line} strokeWidth={1.3} strokeLinejoin="round" />
    </>
  ),
  ring: (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} strokeWidth={2} opacity={0.3} />
      <path d="M8 1.800A6.2 6.2 0 0 1 14.2 8" {...line} strokeWidth={2.2} className="spin" />
    </>
  ),
  pause: (
    <>
      <rect x="2.5" y="1.5" width="4" height="13" rx="1" fill="currentColor" />
      <rect x="9.5" y="1.5" width="4" height="13" rx="1" fill="currentColor" />
    </>
  ),
};

interface StateShapeProps {
  shape: Shape;
  tone: Tone;
  size?: number;
  /** Stands on the inverse surface of the outage bar. */
  inverse?: boolean;
  /** The accessible name where no word stands beside the shape. */
  label?: string;
}

export function StateShape({ shape, tone, size = 16, inverse = false, label }: StateShapeProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      data-shape={shape}
      className={clsx(
        "shrink-0",
        inverse ? inverseClass[tone] : toneClass[tone],
        inverse ? "[--shape-cut:var(--inverse-bg)]" : "[--shape-cut:var(--surface)]",
      )}
    >
      {drawings[shape]}
    </svg>
  );
}

/**
 * Shape and word of a state, the pair in which every state is shown. While the server is away, it is the state that
 * was known last.
 */
export function StateWord({
  look: present,
  lasting = false,
  children,
  size = 16,
  className,
}: {
  look: { shape: Shape; tone: Tone };
  /** It can not change any more, so it is true whether the server answers or not. */
  lasting?: boolean;
  children: ReactNode;
  size?: number;
  className?: string;
}) {
  const { t } = useTranslation();
  const away = useAway() && !lasting;
  const known = useLook(present);
  const look = lasting ? present : known;
  return (
    <span className={clsx("inline-flex items-center gap-2 font-medium", toneClass[look.tone], className)}>
      <StateShape shape={look.shape} tone={look.tone} size={size} />
      {away ? (
        <span>
          {t("states:lastKnown")} {children}
        </span>
      ) : (
        children
      )}
    </span>
  );
}
