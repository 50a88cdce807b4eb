import { Ellipsis, ShieldAlert } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Highlighted } from './highlighted.tsx';
import { ListField } from './list-field.tsx';
import { type SettingRow, settingProblem } from './setting-controls.ts';
import type { SettingScope } from './settings-view.tsx';
import { ThemeSwatches } from './theme-swatches.tsx';

interface SettingProps {
  readonly row: SettingRow;
  readonly scope: SettingScope;
  /** Searched for, marked where they stand. */
  readonly words: readonly string[];
  /** It has got the focus. */
  readonly onUse: () => void;
}

/** One setting: what it is, whether it was changed here, and its control. */
export function Setting({ row, scope, words, onUse }: SettingProps) {
  const { commands, core, shell, workspace } = useServices();
  const { key, note, control, initial } = row;
  const settings = useStore(workspace, (state) => state.settings);
  const project = useStore(workspace, (state) => state.project);
  const [problem, setProblem] = useState<string | null>(null);
  const descriptionId = useId();
  const own = settings[scope][key];
  const changed = own !== undefined;
  const value = changed ? own : scope === 'project' ? (settings.user[key] ?? initial) : initial;
  const overridden = scope === 'user' && settings.project[key] !== undefined;
  const restricted = scope === 'project' && note.executable === true && project !== null && !project.trusted;
  const inFile = restricted
    ? []
    : settings.problems.filter((candidate) => candidate.scope === scope && candidate.key === key);
  const keyMatched = words.some((word) => key.toLowerCase().includes(word));

  const write = async (next: unknown) => {
    const wrong = next === undefined ? null : settingProblem(key, next);
    setProblem(wrong);
    if (wrong !== null) return;
    try {
      const projectId = project?.id ?? null;
      const update = { scope, projectId, key, ...(next === undefined ? {} : { value: next }) };
      workspace.setState({ settings: await core.settings.update(update) });
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const copy = (text: string) => void shell.system.writeClipboard({ text }).catch(reportError);
  const inField = control.kind === 'number' || control.kind === 'text' || control.kind === 'list';

  return (
    <fieldset
      onFocus={onUse}
      data-setting={key}
      aria-label={note.title}
      className={`setting${changed ? ' setting-changed' : ''}${control.kind === 'theme' ? ' setting-wide' : ''}`}
    >
      <div>
        <div className="setting-title">
          <span data-tooltip={key}>
            <Highlighted text={note.title} words={words} />
          </span>
          {changed ? (
            <>
              <span className="setting-state">{t('changed')}</span>
              <Button kind="ghost" small className="setting-reset" onClick={() => void write(undefined)}>
                {t('Reset')}
              </Button>
            </>
          ) : null}
          {restricted ? (
            <span className="setting-restricted">
              <ShieldAlert className="icon-small" aria-hidden="true" />
              {t('Restricted')}
            </span>
          ) : null}
          <Menu
            trigger={
              <IconButton className="setting-more" label={t('More for {{title}}', { title: note.title })}>
                <Ellipsis className="icon-small" aria-hidden="true" />
              </IconButton>
            }
          >
            <MenuItem disabled={!changed} onSelect={() => void write(undefined)}>
              {t('Reset to the default')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem detail={key} onSelect={() => copy(key)}>
              {t('Copy id')}
            </MenuItem>
            <MenuItem onSelect={() => copy(`${JSON.stringify(key)}: ${JSON.stringify(value)}`)}>
              {t('Copy as JSON')}
            </MenuItem>
          </Menu>
        </div>
        <p className="setting-description" id={descriptionId}>
          <Highlighted text={note.description} words={words} />
        </p>
        {keyMatched ? (
          <p className="setting-key">
            <Highlighted text={key} words={words} />
          </p>
        ) : null}
        {overridden ? (
          <p className="setting-note">{t('The project sets something else, and that counts here.')}</p>
        ) : null}
        {restricted ? (
          <p className="setting-note">
            {t('It names a program, so this folder may not set it until you trust it.')}{' '}
            <button type="button" className="setting-link" onClick={() => void commands.run('workbench.trust.manage')}>
              {t('Manage trust')}
            </button>
          </p>
        ) : null}
        {inFile.map(({ message }) => (
          <p className="field-problem" key={message}>
            {message}
          </p>
        ))}
        {problem !== null && !inField ? (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        ) : null}
      </div>
      <div className="setting-control">
        {control.kind === 'theme' ? (
          <ThemeSwatches value={String(value)} onChange={(next) => void write(next)} />
        ) : control.kind === 'switch' ? (
          <Switch
            label={note.title}
            describedBy={descriptionId}
            checked={value === true}
            onChange={(next) => void write(next)}
          />
        ) : control.kind === 'choice' ? (
          <Select
            label={note.title}
            describedBy={descriptionId}
            value={String(value)}
            options={control.options}
            onChange={(next) => void write(next)}
          />
        ) : control.kind === 'file' ? (
          <Button
            small
            aria-describedby={descriptionId}
            onClick={() =>
              void commands.run(
                scope === 'user' ? 'workbench.action.openSettingsJson' : 'workbench.action.openWorkspaceSettingsFile',
              )
            }
          >
            {t('Edit as JSON')}
          </Button>
        ) : control.kind === 'list' ? (
          <ListField
            label={note.title}
            items={Array.isArray(value) ? value : []}
            numbers={control.numbers}
            disabled={restricted}
            problem={problem}
            onChange={(next) => void write(next)}
          />
        ) : (
          <SettingField
            label={note.title}
            number={control.kind === 'number'}
            disabled={restricted}
            unit={control.kind === 'number' ? control.unit : undefined}
            placeholder={control.kind === 'text' ? control.placeholder : undefined}
            value={String(value ?? '')}
            problem={problem}
            onCommit={(text) => void write(control.kind === 'number' ? Number(text || Number.NaN) : text)}
          />
        )}
      </div>
    </fieldset>
  );
}

interface SettingFieldProps {
  readonly label: string;
  readonly number: boolean;
  readonly disabled: boolean;
  readonly unit: string | undefined;
  readonly placeholder: string | undefined;
  readonly value: string;
  readonly problem: string | null;
  readonly onCommit: (text: string) => void;
}

/** Written when Enter is pressed or the field is left; Escape brings back what was there. */
function SettingField({ label, number, disabled, unit, placeholder, value, problem, onCommit }: SettingFieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape' || text === value) return;
    event.preventDefault();
    setText(value);
  };
  return (
    <Field
      aria-label={label}
      disabled={disabled}
      unit={unit}
      placeholder={placeholder}
      inputMode={number ? 'decimal' : undefined}
      value={text}
      problem={problem}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
