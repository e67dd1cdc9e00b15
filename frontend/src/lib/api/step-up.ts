import { useCallback, useState } from "react";
import { api, body } from "./client";
import { ApiError } from "./problem";

/** A fresh proof of identity, valid for a few minutes. */
export const proveIdentity = (password: string) => body(api.POST("/auth/step-up", { body: { password } }));

const wanted = (error: unknown) => error instanceof ApiError && error.code === "step_up_required";

/**
 * Runs calls that may ask for a fresh password: `asking` is set while the dialog should stand, `prove` answers it and
 * repeats the call.
 */
export function useStepUp() {
  const [waiting, setWaiting] = useState<{ answer: (proven: boolean) => void } | null>(null);

  const guard = useCallback(async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (!wanted(error)) throw error;
      const proven = await new Promise<boolean>((answer) => setWaiting({ answer }));
      if (!proven) throw error;
      return call();
    }
  }, []);

  const prove = async (password: string) => {
    await proveIdentity(password);
    waiting?.answer(true);
    setWaiting(null);
  };

  const cancel = () => {
    waiting?.answer(false);
    setWaiting(null);
  };

  return { guard, asking: waiting !== null, prove, cancel };
}
