#!/usr/bin/env node
import { run } from "./run.ts";

// `| head` closes the pipe early, which is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), process);
