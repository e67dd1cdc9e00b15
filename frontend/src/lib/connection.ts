import { create } from "zustand";

export type ConnectionState = "connecting" | "live" | "down";

interface ConnectionStore {
  state: ConnectionState;
  /** When the connection became live or was lost, epoch ms on the local clock. */
  since: number;
  /** When the next attempt is made, or null while connected or connecting. */
  retryAt: number | null;
  set: (state: ConnectionState, retryAt?: number | null) => void;
  retry: () => void;
  onRetry: (retry: () => void) => void;
}

/** What the shell shows about the live connection. Only `app/live.ts` writes it. */
export const useConnection = create<ConnectionStore>((set, get) => ({
  state: "connecting",
  since: Date.now(),
  retryAt: null,
  set: (state, retryAt = null) => {
    // Attempts to come back do not make the loss any younger.
    const turned = (get().state === "live") !== (state === "live");
    set({ state, since: turned ? Date.now() : get().since, retryAt });
  },
  retry: () => undefined,
  onRetry: (retry) => set({ retry }),
}));
