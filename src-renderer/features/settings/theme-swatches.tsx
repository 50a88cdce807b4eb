import { Trash2 } from 'lucide-react';
import { type CSSProperties, useEffect, useState } from 'react';
import { mapOnPage } from '../../app/color-theme/index.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button, IconButton } from '../../ui/button.tsx';

const bundled = [
  { value: 'system', label: t('System') },
  { value: 'dark', label: t('Dark') },
  { value: 'light', label: t('Light') },
  { value: 'contrast', label: t('Contrast') },
] as const;

interface ImportedTheme {
  readonly id: string;
  readonly name: string;
  readonly colors: CSSProperties;
}

/** The themes as small pictures, painted with their own colours, imported ones too. */
export function ThemeSwatches({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { commands } = useServices();
  const imported = useImportedThemes();
  return (
    <fieldset className="theme-swatches" aria-label={t('Theme')}>
      {bundled.map((theme) => (
        <Swatch key={theme.value} {...theme} chosen={value} onChange={onChange}>
          {theme.value === 'system' ? (
            <>
              <Half theme="dark" />
              <Half theme="light" />
            </>
          ) : (
            <Half theme={theme.value} />
          )}
        </Swatch>
      ))}
      {imported.map(({ id, name, colors }) => (
        <div className="theme-swatch-imported" key={id}>
          <Swatch value={`user:${id}`} label={name} chosen={value} onChange={onChange}>
            <span className="theme-swatch-half" style={colors}>
              <span className="theme-swatch-side" />
              <span className="theme-swatch-side" />
            </span>
          </Swatch>
          <IconButton
            className="theme-swatch-remove"
            label={t('Remove {{name}}', { name })}
            onClick={() => void commands.run('workbench.action.removeTheme', id)}
          >
            <Trash2 className="icon-small" aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <Button
        kind="ghost"
        small
        className="theme-swatches-import"
        onClick={() => void commands.run('workbench.action.importTheme')}
      >
        {t('Import a VS Code theme…')}
      </Button>
    </fieldset>
  );
}

interface SwatchProps {
  readonly value: string;
  readonly label: string;
  readonly chosen: string;
  readonly onChange: (value: string) => void;
  readonly children: React.ReactNode;
}

function Swatch({ value, label, chosen, onChange, children }: SwatchProps) {
  return (
    <label className="theme-swatch" data-tooltip={value.startsWith('user:') ? label : undefined}>
      <input type="radio" name="theme" value={value} checked={value === chosen} onChange={() => onChange(value)} />
      <span className="theme-swatch-picture">{children}</span>
      <span className="theme-swatch-name clip">{label}</span>
    </label>
  );
}

function Half({ theme }: { theme: 'dark' | 'light' | 'contrast' }) {
  return (
    <span className="theme-swatch-half" data-theme={theme}>
      <span className="theme-swatch-side" />
      <span className="theme-swatch-side" />
    </span>
  );
}

function useImportedThemes(): readonly ImportedTheme[] {
  const { core, coreEvents } = useServices();
  const [themes, setThemes] = useState<readonly ImportedTheme[]>([]);
  useEffect(() => {
    let ended = false;
    const read = async (list: readonly { readonly id: string }[]) => {
      const all = await Promise.all(list.map(({ id }) => core.themes.get({ id }).catch(() => null)));
      if (ended) return;
      setThemes(
        all.flatMap((theme) => {
          if (theme === null) return [];
          const { tokens } = mapOnPage(theme);
          const colors = Object.fromEntries(
            ['bg-chrome', 'bg-editor', 'border-subtle'].map((role) => [`--ff-${role}`, tokens[role]]),
          );
          return [{ id: theme.id, name: theme.name, colors: colors as CSSProperties }];
        }),
      );
    };
    core.themes.list().then(read).catch(reportError);
    const listening = coreEvents.listen((event) => {
      if (event.type === 'themes.changed') read(event.themes).catch(reportError);
    });
    return () => {
      ended = true;
      listening.dispose();
    };
  }, [core, coreEvents]);
  return themes;
}
