import { describe, expect, it } from 'vitest';
import { createNavigationHistory } from '../../../../src-renderer/features/editor/editors/navigation-history.ts';

const at = (document: string, line: number) => ({ document, line, column: 1 });

describe('navigation history', () => {
  it('goes back and forward between documents and distant lines', () => {
    const history = createNavigationHistory();
    history.visit(at('a', 1), false);
    history.visit(at('a', 200), true);
    history.visit(at('b', 5), false);
    expect(history.back()).toEqual(at('a', 200));
    expect(history.back()).toEqual(at('a', 1));
    expect(history.back()).toBeNull();
    expect(history.forward()).toEqual(at('a', 200));
    expect(history.forward()).toEqual(at('b', 5));
    expect(history.forward()).toBeNull();
  });

  it('moves along with typing and small steps', () => {
    const history = createNavigationHistory();
    history.visit(at('a', 1), false);
    for (let line = 2; line < 60; line += 1) history.visit(at('a', line), false);
    history.visit(at('a', 62), true);
    expect(history.canGoBack()).toBe(false);
  });

  it('drops what lay ahead when one goes elsewhere', () => {
    const history = createNavigationHistory();
    for (const name of ['a', 'b', 'c']) history.visit(at(name, 1), false);
    history.back();
    history.visit(at('d', 1), false);
    expect(history.canGoForward()).toBe(false);
    expect(history.back()).toEqual(at('b', 1));
  });

  it('follows renames and forgets what is closed', () => {
    const history = createNavigationHistory();
    for (const name of ['a', 'b', 'c']) history.visit(at(name, 1), false);
    history.rename('a', 'z');
    history.forget('b');
    expect(history.back()).toEqual(at('z', 1));
  });

  it('keeps fifty places', () => {
    const history = createNavigationHistory();
    for (let index = 0; index < 80; index += 1) history.visit(at(`f${index}`, 1), false);
    let steps = 0;
    while (history.back()) steps += 1;
    expect(steps).toBe(49);
  });
});
