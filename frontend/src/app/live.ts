import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, body } from "@/lib/api/client";
import { ApiError } from "@/lib/api/problem";
import { keys } from "@/lib/api/queries";
import { renewSession } from "@/lib/api/session-fetch";
import { serverPath } from "@/lib/base-path";
import { noteHeard } from "@/lib/away";
import { useConnection } from "@/lib/connection";
import { applyMessage } from "@/lib/live/cache";
import { LiveSocket, type Socket } from "@/lib/live/live-socket";
import type { LiveMessage } from "@/lib/live/message";
import { useSession } from "@/lib/session";
import { noteServerTime } from "@/lib/time";

function open(since: number | null): Socket {
  const url = new URL(serverPath("/ws"), window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (since !== null) url.searchParams.set("since", String(since));
  return new WebSocket(url) as Socket;
}

/** Before the next paint; a hidden tab gets no frames and applies once a second. */
function schedule(work: () => void) {
  if (document.hidden) setTimeout(work, 1000);
  else requestAnimationFrame(work);
}

/** False when the session has ended. Without an answer nothing is known, and the connection is tried again. */
async function renew(): Promise<boolean> {
  try {
    const renewed = await renewSession();
    if (!renewed) useSession.getState().end();
    return renewed;
  } catch (error) {
    if (error instanceof ApiError) return true;
    throw error;
  }
}

/** The socket lives as long as the proof with which it was opened; a ticket of the renewed session prolongs it. */
async function prolong(socket: LiveSocket) {
  if (!(await renew())) return;
  try {
    const { ticket } = await body(api.POST("/api/ws-ticket"));
    socket.say({ type: "auth", token: ticket });
  } catch (error) {
    // The server closes the socket at its end, and the next one is opened with fresh cookies.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Keeps the tab's one live connection while the shell is shown, and feeds the query cache from it. */
export function useLive() {
  const client = useQueryClient();
  const ended = useSession((session) => session.ended);

  useEffect(() => {
    if (ended) return;
    const onMessages = (messages: LiveMessage[]) => {
      const last = messages.at(-1);
      if (last?.time) noteServerTime(last.time);
      if (messages.some((message) => message.type === "session.expiring")) void prolong(socket);
      for (const message of messages) applyMessage(client, message);
    };
    const { set, onRetry } = useConnection.getState();
    const socket = new LiveSocket({
      open,
      onMessages,
      onHeard: noteHeard,
      onState: set,
      onSessionEnd: renew,
      schedule,
    });
    const connect = () => socket.connect();
    const onVisible = () => {
      if (!document.hidden) socket.connect();
    };
    onRetry(connect);
    connect();
    window.addEventListener("online", connect);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      window.removeEventListener("online", connect);
      document.removeEventListener("visibilitychange", onVisible);
      socket.stop();
    };
  }, [client, ended]);
}

const POLL_AFTER_MS = 10_000;
const POLL_EVERY_MS = 5_000;
const polled: readonly (readonly string[])[] = [keys.ups, keys.runs, keys.outages, keys.status, ["run"]];

/** While the live connection is away for longer, the power state and the runs are asked for instead. */
export function usePollingWhileDown() {
  const client = useQueryClient();
  const live = useConnection((connection) => connection.state === "live");

  useEffect(() => {
    if (live) return;
    let every: ReturnType<typeof setInterval> | undefined;
    const poll = () => polled.forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    const start = setTimeout(() => {
      poll();
      every = setInterval(poll, POLL_EVERY_MS);
    }, POLL_AFTER_MS);
    return () => {
      clearTimeout(start);
      clearInterval(every);
    };
  }, [client, live]);
}
