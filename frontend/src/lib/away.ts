import { create } from "zustand";
import { useConnection } from "./connection";
import type { Look } from "./power-state";
import { clockOffsetSeconds, useNow } from "./time";

/** The server pings every 20 s; while there is no live connection it is asked every 5 s. */
const SILENCE_LIVE_MS = 25_000;
const SILENCE_DOWN_MS = 12_000;

/** When anything came from the server last, epoch ms on the local clock. */
let heardAt = Date.now();

/** Something came from the server just now. */
export function noteHeard() {
  heardAt = Date.now();
  if (useAwayStore.getState().since !== null) useAwayStore.setState({ since: null });
}

/** `since`: the moment from which nothing came; null while the server answers. */
const useAwayStore = create<{ since: number | null }>(() => ({ since: null }));

/** Compares the clock with what was heard last; to be called about once a second. */
export function checkSilence() {
  const live = useConnection.getState().state === "live";
  const silent = Date.now() - heardAt > (live ? SILENCE_LIVE_MS : SILENCE_DOWN_MS);
  const since = silent ? heardAt : null;
  if (useAwayStore.getState().since !== since) useAwayStore.setState({ since });
}

/** The server does not answer: what the page shows is what was known last, and nothing is said of the present. */
export const useAway = (): boolean => useAwayStore((store) => store.since !== null);

/** When the server was heard last, on the server's clock, or null while it answers. */
export function useHeardLast(): number | null {
  const since = useAwayStore((store) => store.since);
  return since === null ? null : since + clockOffsetSeconds() * 1000;
}

/** The time up to which the page knows anything: now, or when the server was heard last. Clocks of states stop there. */
export function useKnownNow(): number {
  const now = useNow();
  return useHeardLast() ?? now;
}

const lastKnown: Look = { tone: "unknown", shape: "question" };

/** A state as it may be drawn: as it is while the server answers, else as unknown. */
export function useLook(look: Look): Look {
  return useAway() ? lastKnown : look;
}
