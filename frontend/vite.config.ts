import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { budgets } from "./build/budgets.ts";
import { compressed } from "./build/compressed.ts";

const backend = process.env.WALNUT_URL ?? "http://localhost:8000";

export default defineConfig({
  base: "./",
  plugins: [react(), tailwindcss(), compressed(), budgets()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "dist",
    sourcemap: false,
    target: "es2022",
    modulePreload: { polyfill: false },
    // The libraries of every screen in one file: many small ones compress worse.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "libraries", test: /node_modules\/(?!uplot)/ }] } },
    },
  },
  server: {
    port: 3000,
    strictPort: true,
    proxy: {
      "/api": backend,
      "/auth": backend,
      "/health": backend,
      "/ws": { target: backend.replace(/^http/, "ws"), ws: true },
    },
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://walnut.test/" } },
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    testTimeout: 180_000,
    // All processors: left alone, one of two would stay idle.
    maxWorkers: "100%",
    restoreMocks: true,
  },
});
