// Runs the browser checks. Vite reads their TypeScript, so that they share the fixtures of the unit tests.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const { module } = await runnerImport(path("./main.ts"), {
    configFile: false,
    resolve: { alias: { "@": path("../src") } },
});
process.exitCode = await module.main();
