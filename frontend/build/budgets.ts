import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import limits from "../budgets.json" with { type: "json" };

interface Chunk {
  fileName: string;
  code: string;
  imports: string[];
  isEntry: boolean;
}

const size = (text: string | Uint8Array) => gzipSync(text).length;

/** The entry chunk and all that it imports before the first screen can be drawn. */
function entryFiles(chunks: Chunk[]): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    byName.get(name)?.imports.forEach(visit);
  };
  chunks.filter((chunk) => chunk.isEntry).forEach((chunk) => visit(chunk.fileName));
  return seen;
}

/** Fails the build when a part of the console outgrows its limit in `budgets.json` (bytes, gzip). */
export function budgets(): Plugin {
  return {
    name: "walnut-budgets",
    apply: "build",
    generateBundle(_options, bundle) {
      const outputs = Object.values(bundle);
      const chunks = outputs.filter((output) => output.type === "chunk");
      const entry = entryFiles(chunks);
      const found: [string, number, number][] = [
        ["entry", chunks.filter((c) => entry.has(c.fileName)).reduce((sum, c) => sum + size(c.code), 0), limits.entry],
        ...chunks
          .filter((chunk) => !entry.has(chunk.fileName))
          .map((chunk): [string, number, number] => [chunk.fileName, size(chunk.code), limits.page]),
        [
          "styles",
          outputs
            .filter((output) => output.type === "asset" && output.fileName.endsWith(".css"))
            .reduce((sum, output) => sum + (output.type === "asset" ? size(output.source) : 0), 0),
          limits.styles,
        ],
      ];
      for (const [name, bytes, limit] of found) {
        if (bytes > limit) this.error(`${name} has ${bytes} bytes compressed, the budget is ${limit}`);
      }
    },
  };
}
