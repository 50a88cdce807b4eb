import { expect, test } from 'vitest';
import { startOfCommand, startOfShell } from '../../../../src-main/core/terminal/shell-integration.ts';
import { readShellsFile, shellName } from '../../../../src-main/core/terminal/shells.ts';
import { terminalEnvironment } from '../../../../src-main/core/terminal/terminal-environment.ts';

test('programs find the environment of the user, and none of ours', () => {
  const environment = terminalEnvironment(
    {
      HOME: '/home/mira',
      AWS_PROFILE: 'work',
      npm_config_registry: 'https://registry.example',
      FLASHFUSION_DATA: '/data',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--inspect',
      npm_lifecycle_event: 'start',
      npm_package_name: 'flashfusion',
      APPIMAGE: '/x.AppImage',
      TERM: 'dumb',
    },
    '1.2.3',
    { EXTRA: 'yes' },
  );
  expect(environment).toEqual({
    HOME: '/home/mira',
    AWS_PROFILE: 'work',
    npm_config_registry: 'https://registry.example',
    LANG: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'FlashFusion',
    TERM_PROGRAM_VERSION: '1.2.3',
    EXTRA: 'yes',
  });
  expect(terminalEnvironment({ LANG: 'de_DE.UTF-8' }, '1').LANG).toBe('de_DE.UTF-8');
});

test('shells are found in the list of the system, without those that nobody works in', () => {
  expect(readShellsFile('# shells\n/bin/bash\n\n/usr/sbin/nologin\n /usr/bin/zsh \n/usr/bin/tmux\nrelative\n')).toEqual(
    ['/bin/bash', '/usr/bin/zsh'],
  );
  expect(shellName('C:\\Windows\\System32\\cmd.exe')).toBe('cmd');
  expect(shellName('/usr/bin/zsh')).toBe('zsh');
});

test('bash and zsh start with our files, others as they are', () => {
  const common = {
    integrationFolder: '/r/shell-integration',
    integrate: true,
    nonce: 'n',
    inherited: { HOME: '/home/mira' },
  };
  expect(startOfShell({ ...common, path: '/bin/bash', platform: 'linux' })).toEqual({
    args: ['--init-file', '/r/shell-integration/bash.sh'],
    environment: { FLASHFUSION_NONCE: 'n' },
  });
  expect(startOfShell({ ...common, path: '/bin/bash', platform: 'darwin' }).environment).toMatchObject({
    FLASHFUSION_LOGIN: '1',
  });
  expect(startOfShell({ ...common, path: '/bin/zsh', platform: 'darwin' })).toMatchObject({
    args: ['-l'],
    environment: { ZDOTDIR: '/r/shell-integration/zsh', USER_ZDOTDIR: '/home/mira' },
  });
  expect(startOfShell({ ...common, path: '/bin/dash', platform: 'linux' })).toEqual({ args: [], environment: {} });
  expect(startOfShell({ ...common, path: '/bin/bash', platform: 'linux', integrate: false })).toEqual({
    args: [],
    environment: {},
  });
});

test('each shell has its own way to run one command', () => {
  expect(startOfCommand('/bin/zsh', 'npm run build', 'linux')).toEqual(['-i', '-c', 'npm run build']);
  expect(startOfCommand('/bin/zsh', 'npm run build', 'darwin')).toEqual(['-l', '-i', '-c', 'npm run build']);
  expect(startOfCommand('C:\\Windows\\System32\\cmd.exe', 'npm run build', 'win32')).toEqual([
    '/d',
    '/s',
    '/c',
    'npm run build',
  ]);
});
