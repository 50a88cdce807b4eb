import { cp, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { checkSite } from "./check-site.js";

const site = fileURLToPath(new URL("../site", import.meta.url));
const output = fileURLToPath(new URL("../dist", import.meta.url));

const problems = await checkSite(site);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error(`\nNothing was built: ${problems.length} to mend.`);
  process.exit(1);
}

await rm(output, { recursive: true, force: true });
await cp(site, output, { recursive: true });
console.log(`dist/ holds ${(await readdir(output, { recursive: true })).length} files.`);
