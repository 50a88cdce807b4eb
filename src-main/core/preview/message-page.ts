import { currentLanguage } from '../../../localization/index.ts';

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** A small page of our own in place of one that cannot be shown. `head` is HTML. */
export function messagePage(title: string, detail: string, head = ''): string {
  return `<!doctype html>
<html lang="${currentLanguage()}">
<head>${head}<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 0 24px; box-sizing: border-box; text-align: center; }
h1 { margin: 0 0 4px; font-size: 15px; font-weight: 600; }
p { margin: 0; opacity: 0.75; overflow-wrap: anywhere; }
</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p></main></body>
</html>
`;
}

/** Tells the reporter in a page of ours where the preview wanted to go. */
export function leaveMark(address: string): string {
  return `<meta name="flashfusion-preview-leave" content="${escapeHtml(address)}">`;
}
