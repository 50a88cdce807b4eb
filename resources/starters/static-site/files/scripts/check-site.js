import { readdir, readFile } from "node:fs/promises";
import { join, posix, sep } from "node:path";

/**
 * Checks every page of a site: the basics of its markup, and that each link inside the site leads somewhere.
 * Returns one line per problem; an empty list means that all is well.
 *
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
export async function checkSite(folder) {
  const files = (await readdir(folder, { recursive: true })).map((file) =>
    file.replaceAll(sep, "/"),
  );
  if (!files.includes("index.html")) return [`${folder} has no index.html`];

  const pages = new Map();
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const html = await readFile(join(folder, file), "utf8");
    pages.set(file, html.replaceAll(/<!--[\s\S]*?-->/g, ""));
  }

  return [...pages].flatMap(([file, html]) =>
    [...checkMarkup(html), ...checkLinks(file, html, files, pages)].map(
      (problem) => `${file}: ${problem}`,
    ),
  );
}

function checkMarkup(html) {
  const problems = [];
  if (!/^\s*<!doctype html>/i.test(html)) problems.push("does not start with <!doctype html>");
  if (!/<html[^>]*\slang="[^"]+"/i.test(html)) problems.push("<html> has no language");
  if (!/<title>[^<]*\S[^<]*<\/title>/i.test(html)) problems.push("has no title");
  if (!/<meta[^>]*name="viewport"/i.test(html))
    problems.push("has no viewport, so phones shrink it");

  const headings = html.match(/<h1[\s>]/gi)?.length ?? 0;
  if (headings !== 1) problems.push(`has ${headings} <h1>, expected 1`);

  for (const [image] of html.matchAll(/<img\s[^>]*>/gi)) {
    if (!/\salt="/i.test(image)) problems.push(`image without a description (alt): ${image}`);
  }

  const ids = attributeValues(html, "id");
  for (const id of new Set(ids.filter((value, index) => ids.indexOf(value) !== index))) {
    problems.push(`id "${id}" is used more than once`);
  }
  return problems;
}

function checkLinks(file, html, files, pages) {
  const problems = [];
  for (const link of [...attributeValues(html, "href"), ...attributeValues(html, "src")]) {
    const leavesTheSite = /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link);
    if (leavesTheSite) continue;

    const [path, fragment] = link.split("#");
    const target = resolveLink(file, decodeURI(path.split("?")[0]), files);
    if (!files.includes(target)) {
      problems.push(`link to a missing file: ${link}`);
    } else if (fragment && pages.has(target)) {
      const found = attributeValues(pages.get(target), "id").includes(decodeURI(fragment));
      if (!found) problems.push(`link to a missing part of a page: ${link}`);
    }
  }
  return problems;
}

function resolveLink(file, path, files) {
  if (path === "") return file;
  const from = path.startsWith("/") ? "." : posix.dirname(file);
  const target = posix.join(from, path).replace(/\/$/, "");
  if (target === ".") return "index.html";
  const index = `${target}/index.html`;
  return files.includes(index) ? index : target;
}

function attributeValues(html, name) {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "gi"))].map((match) => match[1]);
}
