import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal as Xterm } from '@xterm/xterm';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../../../localize.ts';
import '@xterm/xterm/css/xterm.css';
import type { Terminal } from '../../../../contract/model/terminal.ts';
import { createDisposables } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { SessionLook, SessionState, TerminalSession } from '../session.ts';
import { connect } from './connect.ts';
import { clickHint, createLinks, followsLink } from './links.ts';
import { keepRenderer } from './renderer.ts';
import { followShell } from './shell-marks.ts';
import { matchColors, readRoles, terminalTheme } from './theme.ts';

/** Milliseconds without a change of size before the program is told of it. */
const resizeDelay = 60;

/** Makes the screen of a terminal and connects it. */
export function createXtermSession(
  services: Services,
  terminal: Terminal,
  looks: StoreApi<SessionLook>,
  onBell: () => void,
): TerminalSession {
  const { core, shell } = services;
  const terminalId = terminal.id;
  const ends = createDisposables();
  const state = createStore<SessionState>(() => ({
    cwd: terminal.cwd,
    command: null,
    hasSelection: false,
    hint: null,
    matches: null,
  }));
  const element = document.createElement('div');
  element.className = 'terminal-screen';

  const xterm = new Xterm({
    ...optionsOf(looks.getState()),
    allowProposedApi: true,
    macOptionClickForcesSelection: true,
    scrollOnUserInput: true,
    linkHandler: {
      activate: (event, text) => {
        if (followsLink(event)) links.openAddress(text);
      },
    },
  });
  ends.addFunction(() => xterm.dispose());
  const fit = new FitAddon();
  const search = new SearchAddon({ highlightLimit: 1000 });
  xterm.loadAddon(fit);
  xterm.loadAddon(search);
  xterm.loadAddon(new UnicodeGraphemesAddon());

  const hint = (words: string | null) => state.setState({ hint: words });
  const marks = ends.add(followShell(xterm, { nonce: terminal.nonce, onChanged: (change) => state.setState(change) }));
  const links = ends.add(createLinks(services, xterm, marks, hint));
  xterm.loadAddon(
    new WebLinksAddon(
      (event, address) => {
        if (followsLink(event)) links.openAddress(address);
      },
      { hover: (_event, address) => hint(clickHint(address)), leave: () => hint(null) },
    ),
  );

  let replayed = false;
  const fitNow = () => {
    if (!replayed || !element.isConnected || element.clientWidth === 0 || element.clientHeight === 0) return;
    fit.fit();
  };
  const line = ends.add(
    connect({
      core,
      terminalId,
      xterm,
      onReplayed() {
        replayed = true;
        fitNow();
        xterm.scrollToBottom();
      },
      onRestarted: () => marks.clear(),
    }),
  );

  let resizeTimer: ReturnType<typeof setTimeout> | undefined;
  xterm.onResize(({ cols, rows }) => {
    if (!replayed) return;
    clearTimeout(resizeTimer);
    resizeTimer = setTimeout(() => {
      core.terminal.resize({ terminalId, columns: cols, rows }).catch(() => {
        // It has ended meanwhile.
      });
    }, resizeDelay);
  });
  ends.addFunction(() => clearTimeout(resizeTimer));
  xterm.onBell(onBell);
  xterm.onSelectionChange(() => {
    const hasSelection = xterm.hasSelection();
    if (hasSelection !== state.getState().hasSelection) state.setState({ hasSelection });
    if (hasSelection && looks.getState().copyOnSelect) {
      shell.system.writeClipboard({ text: xterm.getSelection() }).catch(reportError);
    }
  });
  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    state.setState({ matches: { index: resultIndex, count: resultCount } }),
  );

  const renderer = ends.add(keepRenderer(xterm));
  ends.addFunction(
    looks.subscribe((look) => {
      Object.assign(xterm.options, optionsOf(look));
      renderer.use(look.gpu);
      fitNow();
    }),
  );

  const observer = new ResizeObserver(() => requestAnimationFrame(fitNow));
  ends.addFunction(() => observer.disconnect());

  return {
    state,
    show(container) {
      container.append(element);
      if (!xterm.element) {
        xterm.open(element);
        xterm.textarea?.setAttribute('aria-label', t('Terminal input, {{name}}', { name: terminal.name }));
        renderer.use(looks.getState().gpu);
      }
      observer.observe(element);
      fitNow();
      return {
        dispose() {
          observer.unobserve(element);
          element.remove();
        },
      };
    },
    focus: () => xterm.focus(),
    size: () => ({ columns: Math.max(2, xterm.cols), rows: Math.max(1, xterm.rows) }),
    selection: () => xterm.getSelection(),
    selectAll: () => xterm.selectAll(),
    clearSelection: () => xterm.clearSelection(),
    type: line.send,
    paste: (text) => xterm.paste(text),
    get bracketedPaste() {
      return xterm.modes.bracketedPasteMode;
    },
    clear() {
      marks.clear();
      xterm.clear();
    },
    scroll(by, direction) {
      if (by === 'line') xterm.scrollLines(direction);
      else if (by === 'page') xterm.scrollPages(direction);
      else if (direction === 1) xterm.scrollToBottom();
      else xterm.scrollToTop();
    },
    goToCommand: marks.goToCommand,
    commands: marks.commands,
    lastOutput() {
      const { baseY, cursorY } = xterm.buffer.active;
      const last = marks.lastCommand() ?? { start: 0, end: baseY + cursorY + 1 };
      return bufferText(xterm, Math.max(last.start, last.end - mostOutputLines), last.end);
    },
    find(text, options, direction, incremental = false) {
      const wanted = { ...options, incremental, decorations: matchColors(readRoles()) };
      try {
        if (text === '') search.clearDecorations();
        else if (direction === 1) search.findNext(text, wanted);
        else search.findPrevious(text, wanted);
      } catch {
        // A regular expression that is not finished yet.
        search.clearDecorations();
      }
      if (text === '') state.setState({ matches: null });
    },
    endFind() {
      search.clearDecorations();
      state.setState({ matches: null });
    },
    links: links.list,
    dispose: ends.dispose,
  };
}

/** Lines of output that are of any use to whoever asks about it. */
const mostOutputLines = 300;

/** The text of some lines of a screen and what was scrolled out of it, wrapped lines in one. */
function bufferText(xterm: Xterm, start: number, end: number): string {
  let text = '';
  for (let row = start; row < end; row += 1) {
    const line = xterm.buffer.active.getLine(row);
    if (!line) continue;
    text += `${line.isWrapped || row === start ? '' : '\n'}${line.translateToString(true)}`;
  }
  return text.trimEnd();
}

function optionsOf(look: SessionLook) {
  return {
    fontFamily: look.fontFamily,
    fontSize: look.fontSize,
    lineHeight: look.lineHeight,
    scrollback: look.scrollback,
    cursorStyle: look.cursorStyle,
    cursorBlink: look.cursorBlink,
    cursorInactiveStyle: 'outline' as const,
    screenReaderMode: look.screenReader,
    minimumContrastRatio: look.theme === 'contrast' ? 7 : 4.5,
    theme: terminalTheme(readRoles()),
  };
}
