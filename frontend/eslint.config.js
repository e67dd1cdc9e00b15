import { readdirSync } from "node:fs";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = readdirSync(new URL("./src/features", import.meta.url));

/** A feature may use components and lib, never another feature or the application around it. */
const walls = features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
        "no-restricted-imports": [
            "error",
            {
                patterns: [
                    {
                        group: [
                            "@/app/*",
                            ...features.filter((other) => other !== feature).map((other) => `@/features/${other}/*`),
                        ],
                        message: "A feature imports only from components, lib and itself.",
                    },
                ],
            },
        ],
    },
}));

export default tseslint.config(
    { ignores: ["dist", "node_modules", "src/lib/api/schema.d.ts"] },
    ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ["**/*.ts", "**/*.tsx"] })),
    {
        files: ["**/*.ts", "**/*.tsx"],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        plugins: { "react-hooks": reactHooks },
        rules: {
            ...reactHooks.configs.recommended.rules,
            "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
            "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
            "no-console": "error",
            "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
            "@typescript-eslint/only-throw-error": "off",
        },
    },
    {
        files: ["src/components/**", "src/lib/**"],
        rules: {
            "no-restricted-imports": [
                "error",
                { patterns: [{ group: ["@/app/*", "@/features/*"], message: "components and lib know no screen." }] },
            ],
        },
    },
    ...walls,
    {
        files: ["**/*.test.ts", "**/*.test.tsx", "src/testing/**"],
        rules: { "max-lines-per-function": "off", "no-restricted-imports": "off" },
    },
);
