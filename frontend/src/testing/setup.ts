import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll } from "vitest";
import { useConnection } from "@/lib/connection";
import { startI18n } from "@/lib/i18n";
import { useSession } from "@/lib/session";
import { server } from "./server";

configure({ asyncUtilTimeout: 60_000 });

// What jsdom leaves out of a browser and the console needs before anything is drawn.
window.matchMedia = (query) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
window.scrollTo = () => undefined;

beforeAll(async () => {
  await startI18n();
  server.listen({ onUnhandledRequest: "error" });
});

afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  document.cookie = "walnut_csrf=; Max-Age=0; Path=/";
  useSession.getState().renewed();
  useConnection.setState({ state: "connecting", since: Date.now(), retryAt: null });
});

afterAll(() => server.close());
