import { describe, expect, it } from 'vitest';
import {
  joinPath,
  projectNameProblem,
  suggestProjectName,
} from '../../../../src-renderer/features/projects/project-name.ts';
import { shortenHome } from '../../../../src-renderer/features/welcome/shorten-home.ts';

describe('names of projects', () => {
  it.each(['ferry-times', 'Pier 7', '.dotted', 'über', 'a'])('takes %s', (name) => {
    expect(projectNameProblem(name)).toBeNull();
  });

  it.each(['', '   ', '..', 'a/b', 'a\\b', 'con', 'LPT1', 'ends.', 'a:b', 'a\nb', 'x'.repeat(101)])(
    'refuses %j',
    (name) => {
      expect(projectNameProblem(name)).not.toBeNull();
    },
  );

  it('suggests one that is free', () => {
    expect(suggestProjectName('React app', [])).toBe('react-app');
    expect(suggestProjectName('React app', ['react-app', 'react-app-2'])).toBe('react-app-3');
    expect(suggestProjectName('…', [])).toBe('project');
  });

  it('joins paths as the system does', () => {
    expect(joinPath('/home/me', 'a')).toBe('/home/me/a');
    expect(joinPath('/', 'a')).toBe('/a');
    expect(joinPath('C:\\work', 'a')).toBe('C:\\work\\a');
  });
});

describe('paths below the home folder', () => {
  it('are written with a tilde', () => {
    expect(shortenHome('/home/me/projects/a', '/home/me')).toBe('~/projects/a');
    expect(shortenHome('/home/me', '/home/me')).toBe('~');
    expect(shortenHome('/home/mert/a', '/home/me')).toBe('/home/mert/a');
    expect(shortenHome('/srv/a', null)).toBe('/srv/a');
  });
});
