import { defineConfig } from "vite";

// Relative addresses: what is built runs at any path, also inside a page on another site.
export default defineConfig({ base: "./" });
