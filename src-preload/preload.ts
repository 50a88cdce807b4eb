/// <reference lib="dom" />
import { contextBridge, ipcRenderer, webUtils } from 'electron';

/**
 * Hands the page its message ports, and the paths of files that are dropped on it; nothing else. Shell sends a port whenever
 * there is a new one (at load, and again after Core has restarted); the page says when it listens, and ports that came
 * earlier wait until then.
 */
const waiting: { name: string; port: MessagePort }[] = [];
let pageListens = false;

function flush(): void {
  if (!pageListens) return;
  for (const { name, port } of waiting.splice(0)) {
    window.postMessage({ type: 'flashfusion:port', name }, window.location.origin, [port]);
  }
}

ipcRenderer.on('port', (event, name: string) => {
  const port = event.ports[0];
  if (port) waiting.push({ name, port });
  flush();
});

window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'flashfusion:listening') return;
  pageListens = true;
  flush();
});

// From Electron 32 on a file dropped from the desktop no longer tells its path by itself.
if (webUtils) {
  contextBridge.exposeInMainWorld('flashfusionFiles', { pathOfFile: (file: File) => webUtils.getPathForFile(file) });
}

ipcRenderer.send('connect');
