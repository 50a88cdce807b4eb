import { createHash } from 'node:crypto';

/**
 * Runs in every previewed page before its own scripts: tells the window around it what the page logs, what fails and where it
 * goes, and does the few things that the window asks of it. It is sent as text, so it may use nothing from outside itself.
 */
function report(): void {
  const { top } = window;
  if (!top || top === window) return;
  const direct = window.parent === top;
  const longest = 8000;
  const perSecond = 300;
  let sent = 0;
  let dropped = 0;
  let second = 0;

  const post = (message: Record<string, unknown>) =>
    top.postMessage({ flashfusion: 'preview', direct, ...message }, '*');
  const entry = (kind: 'console' | 'network', level: string, text: string, stack: string) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      if (dropped > 0) {
        post({
          type: 'entry',
          kind: 'console',
          level: 'warning',
          text: `${dropped} messages were left out.`,
          stack: '',
        });
      }
      second = now;
      sent = 0;
      dropped = 0;
    }
    sent += 1;
    if (sent > perSecond) dropped += 1;
    else post({ type: 'entry', kind, level, text: text.slice(0, longest), stack: stack.slice(0, longest) });
  };
  const stackHere = () => (new Error().stack ?? '').split('\n').slice(3).join('\n');

  const show = (value: unknown, depth: number, seen: unknown[]): string => {
    if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value.slice(0, 500));
    if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null) return String(value);
    if (value instanceof Error) return depth === 0 ? (value.stack ?? String(value)) : String(value);
    if (value instanceof Element) return `<${value.localName}${value.id ? ` id="${value.id}"` : ''}>`;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (seen.includes(value)) return '(circular)';
    if (depth > 3) return Array.isArray(value) ? '[…]' : '{…}';
    const inside = [...seen, value];
    if (Array.isArray(value)) {
      const items = value.slice(0, 100).map((item) => show(item, depth + 1, inside));
      return `[${items.join(', ')}${value.length > 100 ? ', …' : ''}]`;
    }
    if (value instanceof Map || value instanceof Set) {
      return `${value.constructor.name}(${value.size}) ${show([...value].slice(0, 100), depth + 1, inside)}`;
    }
    const keys = Object.keys(value).slice(0, 50);
    const fields = keys.map((key) => `${key}: ${show((value as Record<string, unknown>)[key], depth + 1, inside)}`);
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    return `${name && name !== 'Object' ? `${name} ` : ''}{${fields.length > 0 ? ` ${fields.join(', ')} ` : ''}}`;
  };
  const format = (values: unknown[]): string => {
    const rest = [...values];
    let start = '';
    if (typeof rest[0] === 'string' && /%[sdifoOc]/.test(rest[0])) {
      start = (rest.shift() as string).replace(/%([sdifoOc%])/g, (whole, kind: string) => {
        if (kind === '%') return '%';
        if (rest.length === 0) return whole;
        const value = rest.shift();
        if (kind === 'c') return '';
        if (kind === 'd' || kind === 'i') return String(Math.trunc(Number(value)));
        return kind === 'f' ? String(Number(value)) : show(value, kind === 's' ? 0 : 1, []);
      });
    }
    return [start, ...rest.map((value) => show(value, 0, []))].filter((part, at) => at > 0 || part !== '').join(' ');
  };

  const methods = { error: 'error', warn: 'warning', info: 'info', log: 'log', debug: 'debug' } as const;
  for (const [method, level] of Object.entries(methods) as [keyof typeof methods, string][]) {
    const original = console[method];
    console[method] = (...values: unknown[]) => {
      original.apply(console, values);
      try {
        const error = values.find((value): value is Error => value instanceof Error);
        entry('console', level, format(values), error?.stack ?? stackHere());
      } catch {
        // What cannot be shown is in the page's own console all the same.
      }
    };
  }

  window.addEventListener(
    'error',
    (event) => {
      const { target } = event;
      if (target instanceof Element) {
        const address = target.getAttribute('src') ?? target.getAttribute('href') ?? '';
        entry('network', 'error', `${target.localName} did not load: ${new URL(address, document.baseURI).href}`, '');
        return;
      }
      const { message, filename, lineno, colno, error } = event;
      const own = error instanceof Error ? error.stack : undefined;
      entry('console', 'error', message, own ?? `${message}\n    at ${filename}:${lineno}:${colno}`);
    },
    true,
  );
  window.addEventListener('unhandledrejection', ({ reason }) => {
    const stack = reason instanceof Error ? (reason.stack ?? '') : '';
    const text = reason instanceof Error ? String(reason) : show(reason, 0, []);
    entry('console', 'error', `Rejected, and nobody caught it: ${text}`, stack);
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    entry('console', 'error', `The page's policy (${event.effectiveDirective}) refused ${event.blockedURI}.`, '');
  });

  const tell = (method: string, address: string, outcome: string, stack: string) =>
    entry('network', 'error', `${method} ${address} ${outcome}`, stack);
  const originalFetch = window.fetch;
  window.fetch = (...call: Parameters<typeof fetch>) => {
    const answer = originalFetch(...call);
    const stack = stackHere();
    const [input, init] = call;
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
    const address = input instanceof Request ? input.url : new URL(String(input), document.baseURI).href;
    answer.then(
      (response) => {
        if (!response.ok && response.type !== 'opaque' && response.type !== 'opaqueredirect') {
          tell(method, address, `${response.status} ${response.statusText}`.trim(), stack);
        }
      },
      (error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) tell(method, address, 'failed', stack);
      },
    );
    return answer;
  };
  const calls = new WeakMap<XMLHttpRequest, { method: string; address: string }>();
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...call: unknown[]) {
    calls.set(this, {
      method: String(call[0]).toUpperCase(),
      address: new URL(String(call[1]), document.baseURI).href,
    });
    Reflect.apply(open, this, call);
  };
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, ...call: unknown[]) {
    const known = calls.get(this);
    const stack = stackHere();
    if (known) {
      this.addEventListener('error', () => tell(known.method, known.address, 'failed', stack));
      this.addEventListener('load', () => {
        if (this.status >= 400) tell(known.method, known.address, `${this.status} ${this.statusText}`.trim(), stack);
      });
    }
    Reflect.apply(send, this, call);
  };

  // A frame's cookies count as a stranger's unless they say otherwise; those of the server are changed on their way.
  const cookies = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  if (cookies?.get && cookies.set) {
    const { get, set } = cookies;
    Object.defineProperty(Document.prototype, 'cookie', {
      configurable: true,
      get,
      set(this: Document, value: string) {
        const plain = String(value).replace(/;\s*(samesite=[^;]*|secure)(?=;|$)/gi, '');
        set.call(this, `${plain}; SameSite=None; Secure`);
      },
    });
  }

  // Nothing opens a window from here; the window around asks first, and the system's browser opens it.
  const ask = (address: string) => post({ type: 'open', address });
  window.open = (address) => {
    if (address) ask(new URL(address, document.baseURI).href);
    return null;
  };
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
    const elsewhere = link.origin !== location.origin && link.protocol !== 'javascript:' && link.protocol !== 'blob:';
    if (!elsewhere && link.target !== '_blank') return;
    event.preventDefault();
    ask(link.href);
  });

  if (!direct) return;

  const { pushState, replaceState } = history;
  const went = (how: string) => post({ type: 'went', how, address: location.href, title: document.title });
  history.pushState = (...call: Parameters<History['pushState']>) => {
    Reflect.apply(pushState, history, call);
    went('push');
  };
  history.replaceState = (...call: Parameters<History['replaceState']>) => {
    Reflect.apply(replaceState, history, call);
    went('replace');
  };
  window.addEventListener('popstate', () => went('traverse'));
  window.addEventListener('hashchange', () => went('traverse'));
  document.addEventListener('DOMContentLoaded', () => {
    went('replace');
    const leave = document.querySelector('meta[name="flashfusion-preview-leave"]')?.getAttribute('content');
    if (leave) ask(leave);
  });
  window.addEventListener('load', () => {
    post({ type: 'loaded' });
    const [visit] = performance.getEntriesByType('navigation') as (PerformanceEntry & { responseStatus?: number })[];
    if (visit?.responseStatus && visit.responseStatus >= 400)
      tell('GET', location.href, String(visit.responseStatus), '');
  });
  window.addEventListener('pagehide', () => post({ type: 'left' }));

  // Keys that the page has no use for may be meant for the window around it, which takes only a few.
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const { key, code, ctrlKey, shiftKey, altKey, metaKey } = event;
    if (!/^F\d+$/.test(key) && !ctrlKey && !altKey && !metaKey) return;
    post({ type: 'key', key, code, ctrlKey, shiftKey, altKey, metaKey });
  });
  window.addEventListener('message', (event) => {
    if (event.source !== top || event.data?.flashfusion !== 'command') return;
    event.stopImmediatePropagation();
    if (event.data.name === 'reload') location.reload();
    if (event.data.name === 'styles') {
      for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel~="stylesheet"][href]')) {
        const address = new URL(link.href);
        if (address.origin !== location.origin) continue;
        address.searchParams.set('flashfusion', String(Date.now()));
        const next = link.cloneNode() as HTMLLinkElement;
        next.href = address.href;
        next.addEventListener('load', () => link.remove());
        link.after(next);
      }
    }
  });
  went('load');
}

/** The text of the script, the same in every page. */
export const reporterScript = `(${report.toString()})()`;

/** How a page's policy names the script: its hash, by CSP's script-src. */
export const reporterHash = `'sha256-${createHash('sha256').update(reporterScript).digest('base64')}'`;

/** The script as it is put into a page. */
export const reporterElement = `<script>${reporterScript}</script>`;
