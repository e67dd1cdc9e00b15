import { clsx } from "clsx";

/** The little frames of the header; below 640 px some show their shape only. */
export const chipClass = (className?: string) =>
  clsx(
    "inline-flex h-8 items-center gap-2 rounded-md border px-2.5 text-xs font-medium pointer-coarse:h-11",
    className,
  );
