// awesome-lint on the README.md of a folder; print what is wrong and leave with 1.
// node lint.mjs FOLDER [RULE…]: these rules are not held against it.
import process from "node:process";
import lint from "awesome-lint/index.js";

const [folder, ...exempt] = process.argv.slice(2);
process.chdir(folder);
const lines = (files) =>
  files
    .flatMap((file) => file.messages)
    .filter((found) => !exempt.includes(found.ruleId))
    .map((found) => `README.md:${found.line}: ${found.reason} [${found.ruleId}]`);
const quiet = { fail() {}, succeed() {} };
let wrong = [];
await lint._report(
  { filename: "README.md", reporter: (files) => ((wrong = lines(files)), wrong.join("\n")) },
  quiet,
);
process.exit(wrong.length ? 1 : 0);
