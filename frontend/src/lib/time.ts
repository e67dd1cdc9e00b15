import { useSyncExternalStore } from "react";

/** How far the server's clock is ahead of ours, in milliseconds. */
let offset = 0;

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let current = Date.now();

function tick() {
  current = Date.now() + offset;
  listeners.forEach((listener) => listener());
}

/** Takes a time that the server wrote just now. Network delay only makes the server look a little slow. */
export function noteServerTime(time: string | null) {
  const server = time ? Date.parse(time) : Number.NaN;
  if (!Number.isNaN(server)) offset = server - Date.now();
}

/** How far the clocks differ, in seconds; System shows it above 5. */
export const clockOffsetSeconds = () => offset / 1000;

/** The server's time now, epoch ms. */
export const serverNow = () => Date.now() + offset;

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    current = serverNow();
    ticking = setInterval(tick, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(ticking);
  };
}

/** The server's time, once a second. All countdowns and ages of a page share one timer. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current);
}
