import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL("../site", import.meta.url));
const port = Number(process.env.PORT ?? 4000);

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

// Only the served copy of a page listens for changes; what is published stays as it is written.
const reload = `<script>new EventSource("/__changes").onmessage = () => location.reload();</script>`;

const listeners = new Set();
watch(site, { recursive: true }, () => {
  for (const response of listeners) response.write("data: changed\n\n");
});

const server = createServer(async (request, response) => {
  const pathname = (request.url ?? "/").split("?")[0];
  if (pathname === "/__changes") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    listeners.add(response);
    response.on("close", () => listeners.delete(response));
    return;
  }

  try {
    const file = await findFile(decodeURIComponent(pathname));
    const isPage = file.path.endsWith(".html");
    response.writeHead(200, {
      "content-type": types[extname(file.path)] ?? "application/octet-stream",
      "cache-control": "no-store",
    });
    response.end(
      isPage ? file.content.toString("utf8").replace("</body>", `${reload}</body>`) : file.content,
    );
  } catch {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
    response.end(`${pathname} is not in site/.\n`);
  }
});

/** Reads the file that a path names, as most hosts do: `/about` is also `about.html`, a folder its `index.html`. */
async function findFile(pathname) {
  const base = join(site, normalize(`/${pathname}`));
  for (const path of [base, `${base}.html`, join(base, "index.html")]) {
    try {
      return { path, content: await readFile(path) };
    } catch (error) {
      if (error.code !== "ENOENT" && error.code !== "EISDIR" && error.code !== "ENOTDIR")
        throw error;
    }
  }
  throw new Error(`${pathname} was not found.`);
}

server.on("error", (error) => {
  console.error(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken. Choose another: PORT=4001 npm run dev`
      : error.message,
  );
  process.exit(1);
});
server.listen(port, "127.0.0.1", () => {
  console.log(`Serving site/ at http://localhost:${server.address().port}/`);
});
