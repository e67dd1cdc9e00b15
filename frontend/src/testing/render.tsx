import { vi } from "vitest";
import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Providers } from "@/app/providers";
import { createConsoleRouter } from "@/app/router";
import type { Socket } from "@/lib/live/live-socket";

/** Stands in for the browser's WebSocket; tests push messages through it. */
export class TestSocket implements Socket {
  static last: TestSocket | null = null;
  readyState = 1 as const;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  readonly sent: string[] = [];

  constructor(readonly url: URL | string) {
    TestSocket.last = this;
  }

  send(data: string) {
    this.sent.push(data);
  }

  close() {}

  push(type: string, data: unknown, seq?: number) {
    this.onmessage?.({ data: JSON.stringify({ type, seq, time: new Date().toISOString(), subject: null, data }) });
  }
}

/** Opens the console at a path, with the real router, shell and query cache. */
export function openConsole(path: string) {
  vi.stubGlobal("WebSocket", TestSocket);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const router = createConsoleRouter(client, createMemoryHistory({ initialEntries: [path] }));
  const view = render(
    <Providers client={client}>
      <RouterProvider router={router} />
    </Providers>,
  );
  return { ...view, client, router, user: userEvent.setup() };
}
