import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import type { Finder } from './finder.ts';
import type { Terminals } from './terminals.ts';

const trusted = 'projectOpen && projectTrusted';
const open = 'projectOpen && terminalIsOpen';

/** The commands of terminals, with VS Code's ids and keys. Those that name a terminal take its id as argument. */
export function terminalCommands(services: Services, terminals: Terminals, finder: Finder): readonly Command[] {
  const { assistant, commands, core, dialogs, notifications, shell, workspace, editor } = services;
  const { store, sessions } = terminals;

  const chosen = (argument: unknown) => {
    const id = typeof argument === 'string' ? argument : store.getState().active;
    return id === null ? undefined : terminals.find(id);
  };
  const session = (argument?: unknown) => sessions.get(chosen(argument)?.id ?? null);
  const showPanel = () =>
    workspace.setState({ panel: { ...workspace.getState().panel, visible: true, view: 'terminal' }, page: null });
  const create = async (options?: Parameters<Terminals['create']>[0]) => {
    showPanel();
    await terminals.create(options);
    terminals.focusActive();
  };
  const createOrAsk = async () => {
    // The panel says what a restricted folder cannot do, and lets a person trust it.
    if (workspace.getState().project?.trusted) {
      await create();
      return;
    }
    terminals.focusWhenThere();
    showPanel();
  };
  const step = (direction: 1 | -1) => {
    const { groups, active } = store.getState();
    const order = groups.flatMap(({ members }) => members);
    const next = order[(order.indexOf(active ?? '') + direction + order.length) % order.length];
    if (next) terminals.reveal(next);
  };
  const stepPane = (direction: 1 | -1) => {
    const { groups, active } = store.getState();
    const members = groups.find((group) => group.members.includes(active ?? ''))?.members ?? [];
    const next = members[(members.indexOf(active ?? '') + direction + members.length) % members.length];
    if (next) terminals.reveal(next);
  };
  const paste = async (text: string) => {
    const target = session();
    if (!target || text === '') return;
    const lines = text.trimEnd().split('\n').length;
    if (lines > 1 && !target.bracketedPaste) {
      const answer = await dialogs.ask({
        title: t('Paste {{number}} lines?', { number: lines }),
        body: t('What runs in this terminal takes each line as a command as soon as it arrives.'),
        buttons: [
          { id: 'cancel', title: t('Do not paste') },
          { id: 'paste', title: t('Paste {{number}} lines', { number: lines }) },
        ],
      });
      if (answer !== 'paste') return;
    }
    target.paste(text);
    target.focus();
  };
  const pickCommand = async () => {
    const all = [...new Set([...sessions.store.getState().values()].flatMap((each) => each.commands()))];
    if (all.length === 0) {
      notifications.info(t('No commands are known yet'), {
        detail: t('Commands that you run in bash or zsh are listed here.'),
      });
      return null;
    }
    return dialogs.pick({
      placeholder: t('Run a command again'),
      items: all.map((line) => ({ label: line, value: line })),
    });
  };

  const scrolling = (
    [
      ['scrollUp', t('Scroll up'), 'line', -1, 'Ctrl+Alt+PageUp'],
      ['scrollDown', t('Scroll down'), 'line', 1, 'Ctrl+Alt+PageDown'],
      ['scrollUpPage', t('Scroll up a page'), 'page', -1, 'Shift+PageUp'],
      ['scrollDownPage', t('Scroll down a page'), 'page', 1, 'Shift+PageDown'],
      ['scrollToTop', t('Scroll to the top'), 'end', -1, 'Ctrl+Home'],
      ['scrollToBottom', t('Scroll to the bottom'), 'end', 1, 'Ctrl+End'],
    ] as const
  ).map(
    ([name, title, by, direction, keys]): Command => ({
      id: `workbench.action.terminal.${name}`,
      title,
      category: t('Terminal'),
      keys: [keys],
      when: 'terminalFocus',
      run: () => session()?.scroll(by, direction),
    }),
  );

  return [
    {
      id: 'workbench.action.terminal.toggleTerminal',
      title: t('Show or hide the terminal'),
      category: t('View'),
      keys: ['Ctrl+`'],
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 7 }],
      async run() {
        const { panel } = workspace.getState();
        const focused = document.activeElement?.closest('[data-terminal]');
        if (panel.visible && panel.view === 'terminal' && focused) {
          workspace.setState({ panel: { ...panel, visible: false } });
          editor.focus();
          return;
        }
        showPanel();
        if (store.getState().terminals.length === 0) await createOrAsk();
        else terminals.focusActive();
      },
    },
    {
      id: 'workbench.action.terminal.focus',
      title: t('Focus the terminal'),
      category: t('Terminal'),
      when: 'projectOpen',
      async run() {
        showPanel();
        if (store.getState().terminals.length === 0) await createOrAsk();
        else terminals.focusActive();
      },
    },
    {
      id: 'workbench.action.terminal.new',
      title: t('New terminal'),
      category: t('Terminal'),
      keys: ['Ctrl+Shift+`'],
      when: 'projectOpen',
      menus: [{ menu: 'terminal', group: '1_create', order: 1 }],
      run: () => createOrAsk(),
    },
    {
      id: 'workbench.action.terminal.newWithProfile',
      title: t('New terminal with another shell'),
      category: t('Terminal'),
      when: trusted,
      menus: [{ menu: 'terminal', group: '1_create', order: 2 }],
      async run() {
        const projectId = workspace.getState().project?.id;
        if (!projectId) return;
        const { shells, initial } = await core.terminal.shells({ projectId });
        const shellPath = await dialogs.pick({
          placeholder: t('Choose the shell of the new terminal'),
          items: shells.map(({ name, path }) => ({
            label: name,
            description: path,
            ...(path === initial.path ? { detail: t('usual') } : {}),
            value: path,
          })),
        });
        if (shellPath !== null) await create({ shell: shellPath });
      },
    },
    {
      id: 'workbench.action.terminal.split',
      title: t('Split terminal'),
      category: t('Terminal'),
      keys: ['Ctrl+Shift+5'],
      when: `${trusted} && terminalIsOpen`,
      menus: [
        { menu: 'terminal', group: '1_create', order: 3 },
        { menu: 'terminalView', group: '3_layout', order: 1 },
        { menu: 'terminalTab', group: '1_layout', order: 1 },
      ],
      async run(argument) {
        const beside = chosen(argument);
        if (beside) await create({ beside: beside.id, cwd: session(beside.id)?.state.getState().cwd ?? null });
      },
    },
    {
      id: 'workbench.action.terminal.unsplit',
      title: t('Unsplit terminal'),
      category: t('Terminal'),
      when: open,
      menus: [{ menu: 'terminalTab', group: '1_layout', order: 2 }],
      run(argument) {
        const terminal = chosen(argument);
        if (terminal) terminals.unsplit(terminal.id);
      },
    },
    {
      id: 'workbench.action.terminal.rename',
      title: t('Rename terminal'),
      category: t('Terminal'),
      when: open,
      menus: [{ menu: 'terminalTab', group: '2_name', order: 1 }],
      async run(argument) {
        const terminal = chosen(argument);
        if (!terminal) return;
        const name = await dialogs.prompt({
          title: t('Rename terminal'),
          label: t('Name'),
          value: terminal.name,
          confirm: t('Rename'),
          validate: (value) => (value.length > 100 ? t('Take at most 100 characters.') : null),
        });
        if (name !== null) await terminals.rename(terminal.id, name);
      },
    },
    {
      id: 'workbench.action.terminal.restart',
      title: t('Run again'),
      category: t('Terminal'),
      when: open,
      menus: [{ menu: 'terminalTab', group: '3_end', order: 1 }],
      async run(argument) {
        const terminal = chosen(argument);
        if (!terminal) return;
        await terminals.restart(terminal.id);
        terminals.focusActive();
      },
    },
    {
      id: 'workbench.action.terminal.kill',
      title: t('Kill terminal'),
      category: t('Terminal'),
      when: open,
      menus: [
        { menu: 'terminal', group: '4_end', order: 1 },
        { menu: 'terminalView', group: '4_end', order: 1 },
        { menu: 'terminalTab', group: '3_end', order: 3 },
      ],
      async run(argument) {
        const terminal = chosen(argument);
        if (!terminal) return;
        const hadFocus = document.activeElement?.closest('[data-region="panel"]');
        await terminals.close(terminal.id);
        if (hadFocus && store.getState().terminals.length > 0) terminals.focusActive();
      },
    },
    {
      id: 'workbench.action.terminal.clear',
      title: t('Clear terminal'),
      category: t('Terminal'),
      when: open,
      menus: [
        { menu: 'terminal', group: '3_text', order: 3 },
        { menu: 'terminalView', group: '2_text', order: 4 },
      ],
      async run(argument) {
        const terminal = chosen(argument);
        if (terminal) await terminals.clear(terminal.id);
      },
    },
    {
      id: 'workbench.action.terminal.copySelection',
      title: t('Copy'),
      category: t('Terminal'),
      keys: ['Ctrl+Shift+C'],
      when: 'terminalFocus',
      menus: [{ menu: 'terminalView', group: '2_text', order: 1 }],
      async run() {
        const text = session()?.selection() ?? '';
        if (text !== '') await shell.system.writeClipboard({ text });
      },
    },
    {
      id: 'workbench.action.terminal.paste',
      title: t('Paste'),
      category: t('Terminal'),
      keys: ['Ctrl+Shift+V'],
      when: 'terminalFocus',
      menus: [{ menu: 'terminalView', group: '2_text', order: 2 }],
      run: async () => paste((await shell.system.readClipboard()).text),
    },
    {
      id: 'workbench.action.terminal.selectAll',
      title: t('Select all'),
      category: t('Terminal'),
      when: 'terminalFocus',
      menus: [{ menu: 'terminalView', group: '2_text', order: 3 }],
      run: () => session()?.selectAll(),
    },
    {
      id: 'terminal.askAssistant',
      title: t('Ask the assistant about this output'),
      category: t('Terminal'),
      when: open,
      menus: [
        { menu: 'terminal', group: '2_run', order: 4 },
        { menu: 'terminalView', group: '1_assistant', order: 1 },
      ],
      run(argument) {
        const name = chosen(argument)?.name ?? '';
        const asked = session(argument);
        const text = asked?.selection() || asked?.lastOutput() || '';
        if (text.trim() === '') {
          notifications.info(t('There is no output in this terminal yet'));
          return;
        }
        assistant.ask({
          text: t('What does this output mean, and what can be done about it?'),
          attachments: [{ kind: 'terminal', name, text }],
          send: true,
        });
      },
    },
    {
      id: 'workbench.action.terminal.focusFind',
      title: t('Find in terminal'),
      category: t('Terminal'),
      keys: ['Ctrl+F'],
      when: 'terminalFocus',
      menus: [
        { menu: 'terminal', group: '3_text', order: 1 },
        { menu: 'terminalView', group: '2_text', order: 5 },
      ],
      run() {
        showPanel();
        finder.open();
      },
    },
    {
      id: 'workbench.action.terminal.openDetectedLink',
      title: t('Open a link of the terminal'),
      category: t('Terminal'),
      keys: ['Ctrl+Shift+O'],
      when: 'terminalFocus',
      menus: [{ menu: 'terminal', group: '3_text', order: 2 }],
      async run() {
        const links = (await session()?.links()) ?? [];
        if (links.length === 0) {
          notifications.info(t('There are no links in the last lines of this terminal'));
          return;
        }
        const link = await dialogs.pick({
          placeholder: t('Open a file or an address'),
          items: links.map((each) => ({ label: each.label, value: each })),
        });
        link?.open();
      },
    },
    {
      id: 'workbench.action.terminal.runRecentCommand',
      title: t('Run a recent command'),
      category: t('Terminal'),
      keys: ['Ctrl+Alt+R'],
      when: open,
      menus: [{ menu: 'terminal', group: '2_run', order: 3 }],
      async run() {
        const line = await pickCommand();
        if (line === null) return;
        showPanel();
        session()?.type(`${line}\r`);
        terminals.focusActive();
      },
    },
    {
      id: 'workbench.action.terminal.scrollToPreviousCommand',
      title: t('Go to the command before'),
      category: t('Terminal'),
      keys: ['Ctrl+Up'],
      when: 'terminalFocus',
      run: () => void session()?.goToCommand(-1),
    },
    {
      id: 'workbench.action.terminal.scrollToNextCommand',
      title: t('Go to the next command'),
      category: t('Terminal'),
      keys: ['Ctrl+Down'],
      when: 'terminalFocus',
      run: () => void session()?.goToCommand(1),
    },
    {
      id: 'workbench.action.terminal.focusNext',
      title: t('Next terminal'),
      category: t('Terminal'),
      keys: ['Ctrl+PageDown'],
      when: 'terminalFocus',
      run: () => step(1),
    },
    {
      id: 'workbench.action.terminal.focusPrevious',
      title: t('Terminal before'),
      category: t('Terminal'),
      keys: ['Ctrl+PageUp'],
      when: 'terminalFocus',
      run: () => step(-1),
    },
    {
      id: 'workbench.action.terminal.focusNextPane',
      title: t('Next terminal of the split'),
      category: t('Terminal'),
      keys: ['Alt+Right'],
      when: 'terminalFocus',
      run: () => stepPane(1),
    },
    {
      id: 'workbench.action.terminal.focusPreviousPane',
      title: t('Terminal of the split before'),
      category: t('Terminal'),
      keys: ['Alt+Left'],
      when: 'terminalFocus',
      run: () => stepPane(-1),
    },
    ...scrolling,
    {
      id: 'workbench.action.terminal.toggleScreenReader',
      title: t('Switch screen reader mode of terminals'),
      category: t('Terminal'),
      when: 'projectOpen',
      async run() {
        const { settings, project } = workspace.getState();
        await core.settings.update({
          scope: 'user',
          projectId: project?.id ?? null,
          key: 'terminal.screenReader',
          value: !settings.effective['terminal.screenReader'],
        });
      },
    },
    {
      id: 'workbench.action.terminal.openSettings',
      title: t('Terminal settings'),
      category: t('Terminal'),
      menus: [{ menu: 'terminal', group: '5_settings', order: 1 }],
      run: () => commands.run('workbench.action.openSettings'),
    },
  ];
}
