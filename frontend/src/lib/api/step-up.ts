import { useCallback, useState } from "react";
import { api, body } from "./client";
import { serverPath } from "../base-path";
import { ApiError } from "./problem";

/** A fresh proof of identity, valid for a few minutes. */
export const proveIdentity = (password: string) => body(api.POST("/auth/step-up", { body: { password } }));

/** Where who signed in by an identity provider proves it there again; that page ends at {@link CONFIRMED}. */
export async function proofAddress(): Promise<string> {
  const { redirect_url } = await body(api.POST("/auth/step-up", { body: {} }));
  if (!redirect_url) throw new Error("The server names no place to confirm");
  const address = new URL(serverPath(redirect_url), window.location.href);
  address.searchParams.set("next", serverPath(CONFIRMED));
  return address.pathname + address.search;
}

/** The console's page after a proof at an identity provider. */
export const CONFIRMED = "/confirmed";

const channel = () => new BroadcastChannel("walnut-confirmed");

/** Tells the tab that asked for the proof. */
export function tellConfirmed() {
  const told = channel();
  told.postMessage("confirmed");
  told.close();
}

/** Calls back when another tab was told so; answers how to stop listening. */
export function onConfirmed(call: () => void): () => void {
  const heard = channel();
  heard.onmessage = call;
  return () => heard.close();
}

const wanted = (error: unknown) => error instanceof ApiError && error.code === "step_up_required";

/**
 * Runs calls that may ask for a fresh password: `asking` is set while the dialog should stand, `answer` ends it and
 * repeats the call when the proof was given.
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

  const answer = (proven: boolean) => {
    waiting?.answer(proven);
    setWaiting(null);
  };

  return { guard, asking: waiting !== null, answer };
}
