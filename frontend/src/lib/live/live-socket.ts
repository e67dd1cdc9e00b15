import { retryDelayMs } from "./back-off";
import { type LiveMessage, parseMessage } from "./message";

const SILENCE_MS = 45_000;

/** The part of the browser's WebSocket that is used here. */
export type Socket = Pick<WebSocket, "close" | "send" | "readyState"> & {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
};

export interface LiveSocketOptions {
  /** Opens a socket that resumes after the message `since`, or starts afresh. */
  open: (since: number | null) => Socket;
  onMessages: (messages: LiveMessage[]) => void;
  /** Anything came from the server. */
  onHeard?: () => void;
  onState: (state: "connecting" | "live" | "down", retryAt?: number) => void;
  /** The server ended the session; returns whether it was renewed. */
  onSessionEnd: () => Promise<boolean>;
  /** Runs `work` before the next paint; a hidden tab may run it later. */
  schedule: (work: () => void) => void;
  random?: () => number;
}

/** One live connection that comes back by itself, resumes where it was, and hands messages over once per frame. */
export class LiveSocket {
  private socket: Socket | null = null;
  private lastSeq: number | null = null;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private queue: LiveMessage[] = [];
  private stopped = false;
  private greeted = false;

  constructor(private readonly options: LiveSocketOptions) {}

  /** Connects now, whatever the back-off says. Does nothing while connected. */
  connect() {
    clearTimeout(this.retry);
    if (this.socket) return;
    this.stopped = false;
    this.greeted = false;
    this.options.onState("connecting");
    const socket = this.options.open(this.lastSeq);
    this.socket = socket;
    socket.onopen = () => this.heard();
    socket.onmessage = (event) => this.received(event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
    this.heard();
  }

  /** Says something to the server, or nothing while there is no connection. */
  say(message: { type: string; token?: string }) {
    this.socket?.send(JSON.stringify(message));
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.socket?.close(1000);
    this.socket = null;
  }

  private received(data: unknown) {
    this.heard();
    this.options.onHeard?.();
    const message = typeof data === "string" ? parseMessage(data) : null;
    if (!message) return;
    if (message.type === "ping") return this.say({ type: "pong" });
    if (message.type !== "error") this.alive();
    if (message.seq !== undefined) this.lastSeq = Math.max(this.lastSeq ?? 0, message.seq);
    if (this.queue.push(message) === 1) this.options.schedule(() => this.flush());
  }

  /** Being open says little: a server that refuses the session opens too, sends an error and closes. */
  private alive() {
    if (this.greeted) return;
    this.greeted = true;
    this.attempt = 0;
    this.options.onState("live");
  }

  private flush() {
    const messages = this.queue;
    this.queue = [];
    this.options.onMessages(messages);
  }

  /** A connection that is silent for longer than two heartbeats is broken, even if no one has closed it. */
  private heard() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      const socket = this.socket;
      socket?.close();
      if (socket) this.closed(socket, 1006);
    }, SILENCE_MS);
  }

  private closed(socket: Socket, code: number) {
    if (this.socket !== socket) return;
    this.socket = null;
    clearTimeout(this.silence);
    if (this.stopped) return;
    if (code === 4001 || code === 4401 || code === 4403) void this.renew();
    else this.later();
  }

  private async renew() {
    this.options.onState("down");
    if (await this.options.onSessionEnd()) this.later();
  }

  private later() {
    const delay = retryDelayMs(this.attempt++, (this.options.random ?? Math.random)());
    this.options.onState("down", Date.now() + delay);
    this.retry = setTimeout(() => this.connect(), delay);
  }
}
