import { expect, test } from 'vitest';
import { gitEnvironment, neutralSettings, restrictedSettings } from '../../../../src-main/core/git/safe-git.ts';

test('what a repository names under its own word is switched off', () => {
  expect(
    neutralSettings([
      'core.bare',
      'filter.lfs.clean',
      'filter.lfs.process',
      'filter.lfs.required',
      'filter.a=b.c.smudge',
      'hook.mine.command',
      'merge.mine.driver',
      'user.name',
      '',
    ]),
  ).toEqual([
    ['filter.lfs.clean', ''],
    ['filter.lfs.process', ''],
    ['filter.lfs.required', 'false'],
    ['filter.a=b.c.smudge', ''],
    ['hook.mine.enabled', 'false'],
    ['merge.mine.driver', 'false'],
  ]);
});

test('every setting that a restricted folder needs is there', () => {
  expect(Object.fromEntries(restrictedSettings)).toMatchObject({
    'core.hooksPath': '/dev/null',
    'core.fsmonitor': 'false',
    'protocol.ext.allow': 'never',
    'protocol.allow': 'never',
    'commit.gpgSign': 'false',
  });
});

test('nothing inherited redirects git; who commits stays', () => {
  expect(
    gitEnvironment({
      PATH: '/bin',
      HOME: '/home/a',
      GIT_DIR: '/elsewhere',
      GIT_CONFIG_COUNT: '1',
      git_ssh_command: 'bad',
      GIT_AUTHOR_NAME: 'Ada',
      EDITOR: 'vi',
      PAGER: 'less',
    }),
  ).toEqual({ PATH: '/bin', HOME: '/home/a', GIT_AUTHOR_NAME: 'Ada', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' });
});
