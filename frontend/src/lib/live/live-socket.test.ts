import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { retryDelayMs } from "./back-off";
import { LiveSocket, type LiveSocketOptions, type Socket } from "./live-socket";
import { type LiveMessage, parseMessage } from "./message";

class ScriptedSocket implements Socket {
  readyState = 1 as const;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  sent: string[] = [];
  closed = false;

  constructor(readonly since: number | null) {}

  send(data: string) {
    this.sent.push(data);
  }

  close() {
    this.closed = true;
  }

  hear(type: string, seq?: number) {
    this.onmessage?.({ data: JSON.stringify({ type, seq, data: {} }) });
  }
}

function connected(options: Partial<LiveSocketOptions> = {}) {
  const sockets: ScriptedSocket[] = [];
  const batches: LiveMessage[][] = [];
  const states: string[] = [];
  const live = new LiveSocket({
    open: (since) => {
      const socket = new ScriptedSocket(since);
      sockets.push(socket);
      return socket;
    },
    onMessages: (messages) => batches.push(messages),
    onState: (state) => states.push(state),
    onSessionEnd: () => Promise.resolve(true),
    schedule: (work) => setTimeout(work, 16),
    random: () => 0.5,
    ...options,
  });
  live.connect();
  const last = () => sockets.at(-1) as ScriptedSocket;
  return { live, sockets, batches, states, last };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("live connection", () => {
  it("CON-44: hands messages over once per frame, in order", () => {
    const { last, batches } = connected();
    for (const seq of [1, 2, 3]) last().hear("event", seq);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(16);
    expect(batches.map((batch) => batch.map(({ seq }) => seq))).toEqual([[1, 2, 3]]);
  });

  it("CON-42: resumes after the last message it has seen", () => {
    const { last, sockets } = connected();
    last().hear("connection_status");
    last().hear("event", 81);
    last().onclose?.({ code: 1012 });
    vi.advanceTimersByTime(500);
    expect(sockets.map(({ since }) => since)).toEqual([null, 81]);
  });

  it("CON-43: waits longer after each failure and starts over once it was live", () => {
    const { last, sockets, states } = connected();
    for (const delay of [500, 1000, 2000]) {
      last().onclose?.({ code: 1006 });
      vi.advanceTimersByTime(delay - 1);
      const before = sockets.length;
      vi.advanceTimersByTime(1);
      expect(sockets.length).toBe(before + 1);
    }
    last().hear("connection_status");
    expect(states.at(-1)).toBe("live");
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(5);
  });

  it("CON-43: comes back at once when asked to", () => {
    const { live, last, sockets } = connected();
    last().onclose?.({ code: 1006 });
    live.connect();
    live.connect();
    expect(sockets).toHaveLength(2);
  });

  it("CON-43: a silence of 45 s counts as broken", () => {
    const { last, states } = connected();
    last().hear("connection_status");
    vi.advanceTimersByTime(44_000);
    last().hear("ping");
    expect(last().sent).toEqual(['{"type":"pong"}']);
    vi.advanceTimersByTime(44_999);
    expect(states.at(-1)).toBe("live");
    const socket = last();
    vi.advanceTimersByTime(1);
    expect([states.at(-1), socket.closed]).toEqual(["down", true]);
  });

  it.each([4001, 4401, 4403])("CON-41: close code %i renews the session before it connects again", async (code) => {
    const onSessionEnd = vi.fn(() => Promise.resolve(true));
    const { last, sockets } = connected({ onSessionEnd });
    last().hear("error");
    last().onclose?.({ code });
    await vi.advanceTimersByTimeAsync(500);
    expect(onSessionEnd).toHaveBeenCalledTimes(1);
    expect(sockets).toHaveLength(2);
  });

  it("CON-41: a session that can not be renewed is not tried again", async () => {
    const { last, sockets } = connected({ onSessionEnd: () => Promise.resolve(false) });
    last().onclose?.({ code: 4401 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("CON-40: stays silent once it is stopped", () => {
    const { live, last, sockets } = connected();
    const socket = last();
    live.stop();
    socket.onclose?.({ code: 1000 });
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});

describe("back-off", () => {
  it("CON-43: doubles from half a second to 30 s, spread by a fifth", () => {
    expect([0, 1, 2, 5, 6, 20].map((attempt) => retryDelayMs(attempt, 0.5))).toEqual([
      500, 1000, 2000, 16_000, 30_000, 30_000,
    ]);
    expect([retryDelayMs(0, 0), retryDelayMs(0, 1)]).toEqual([400, 600]);
  });
});

describe("frames", () => {
  it.each(["", "nonsense", "[]", "null", '{"data":1}', '{"type":7}'])("CON-40: %j is no message", (text) =>
    expect(parseMessage(text)).toBeNull(),
  );

  it("CON-40: fields of another type than agreed are left out", () =>
    expect(parseMessage('{"type":"event","seq":"7","subject":null,"time":1,"data":{}}')).toEqual({
      type: "event",
      seq: undefined,
      time: undefined,
      subject: undefined,
      data: {},
    }));
});
