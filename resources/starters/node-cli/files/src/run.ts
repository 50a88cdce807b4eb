import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { addCounts, type Counts, countText, noCounts } from "./counts.ts";
import { formatJson, formatTable, type Row } from "./format.ts";

const usage = `Usage: {{packageName}} [options] [file...]

Counts lines, words and characters. Reads standard input when no file is given, or for "-".

Options:
  -j, --json     print JSON instead of a table
  -h, --help     print this help
  -v, --version  print the version
`;

/** What a run reads and writes: the process itself, or a test's own streams. */
export interface Terminal {
  readonly stdin: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Runs the command and returns its exit code: 0 done, 1 a file could not be read, 2 wrong usage. */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const options = parseOptions(args);
  if (options.kind === "wrong") {
    terminal.stderr.write(`${options.message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    terminal.stdout.write(usage);
    return 0;
  }
  if (options.version) {
    terminal.stdout.write(`${await readVersion()}\n`);
    return 0;
  }
  if (options.files.length === 0 && terminal.stdin.isTTY) {
    terminal.stderr.write(`Name a file, or pipe some text in.\n\n${usage}`);
    return 2;
  }

  const rows: Row[] = [];
  let failed = false;
  for (const file of options.files.length > 0 ? options.files : ["-"]) {
    try {
      const text = file === "-" ? terminal.stdin : createReadStream(file);
      rows.push({ name: file, counts: await countText(text) });
    } catch (error) {
      failed = true;
      terminal.stderr.write(`${file}: ${describeFailure(error)}\n`);
    }
  }

  const total: Counts = rows.map((row) => row.counts).reduce(addCounts, noCounts);
  terminal.stdout.write(options.json ? formatJson(rows, total) : formatTable(rows, total));
  return failed ? 1 : 0;
}

function parseOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", short: "j", default: false },
        help: { type: "boolean", short: "h", default: false },
        version: { type: "boolean", short: "v", default: false },
      },
    });
    return { kind: "options", ...values, files: positionals } as const;
  } catch (error) {
    return {
      kind: "wrong",
      message: error instanceof Error ? error.message : String(error),
    } as const;
  }
}

async function readVersion(): Promise<string> {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return JSON.parse(manifest).version;
}

function describeFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "is a folder";
  if (code === "EACCES") return "may not be read";
  return error instanceof Error ? error.message : String(error);
}
