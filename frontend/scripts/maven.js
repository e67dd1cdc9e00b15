// Called by the Maven build: "build" makes dist, "check" runs the checks. Each is left out when nothing that it reads
// has changed since it last succeeded.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const made = new Set(["node_modules", "dist", "coverage"]);
const contract = join(home, "../src/main/resources/openapi.yaml");

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Time of the newest file below a folder; what was made from the sources does not count. */
function newest(folder) {
    return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => !made.has(entry.name))
        .map((entry) => join(folder, entry.name))
        .map((path) => (statSync(path).isDirectory() ? Math.max(newest(path), changedAt(path)) : changedAt(path)))
        .reduce((a, b) => Math.max(a, b), 0);
}

function npm(...args) {
    // On Windows npm is a script, which only a shell can start.
    const { status, error } = spawnSync("npm", args, {
        cwd: home,
        stdio: "inherit",
        shell: process.platform === "win32",
    });
    if (error)
        throw new Error(`npm ${args.join(" ")} did not start; the build needs Node 20.19 or newer`, { cause: error });
    if (status !== 0) process.exit(status ?? 1);
}

function install() {
    const installed = changedAt(join(home, "node_modules/.package-lock.json"));
    if (installed < changedAt(join(home, "package-lock.json"))) npm("ci", "--ignore-scripts");
}

/** The commit and its time, so that equal sources make equal builds; nothing where git does not know. */
function git(format) {
    const { status, stdout } = spawnSync("git", ["log", "-1", `--format=${format}`], { cwd: home, encoding: "utf8" });
    return status === 0 ? stdout.trim() : "";
}

function tellBuild() {
    const folder = join(home, "../target/classes/META-INF");
    mkdirSync(folder, { recursive: true });
    const commit = process.env.WALNUT_COMMIT ?? git("%H");
    writeFileSync(join(folder, "build.properties"), `commit=${commit}\nbuilt_at=${git("%ct")}\n`);
}

const tasks = {
    build: { result: join(home, "dist/index.html"), run: () => npm("run", "build") },
    check: {
        result: join(home, "node_modules/.walnut-checked"),
        run: () => {
            npm("run", "check");
            writeFileSync(tasks.check.result, "");
        },
    },
};

const task = tasks[process.argv[2]];
if (!task) throw new Error(`Unknown task "${process.argv[2]}", expected one of: ${Object.keys(tasks).join(", ")}`);

if (process.argv[2] === "build") tellBuild();

if (changedAt(task.result) > Math.max(newest(home), changedAt(contract))) {
    console.log(`${process.argv[2]}: nothing has changed`);
} else {
    install();
    task.run();
}
