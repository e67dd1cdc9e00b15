import { create } from "zustand";

interface SessionStore {
  /** The server no longer knows the session; the page stays and asks to sign in again. */
  ended: boolean;
  end: () => void;
  renewed: () => void;
}

export const useSession = create<SessionStore>((set) => ({
  ended: false,
  end: () => set({ ended: true }),
  renewed: () => set({ ended: false }),
}));
