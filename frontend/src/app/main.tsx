import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startI18n } from "@/lib/i18n";
import { followSystemTheme } from "@/lib/theme";
import "@/styles/main.css";
import { Providers } from "./providers";
import { createQueryClient } from "./query-client";
import { createConsoleRouter } from "./router";

/** The scroll lock of dialogs writes a style element; the page's policy admits it by this nonce only. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
if (nonce) setNonce(nonce);

const client = createQueryClient();
const router = createConsoleRouter(client);
const root = document.getElementById("root");
if (!root) throw new Error("The page has no element with the id root");

followSystemTheme();
await startI18n();
createRoot(root).render(
  <StrictMode>
    <Providers client={client}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
