import { LoaderCircle } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { Starter } from '../../../contract/model/starter.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { joinPath, projectNameProblem, suggestProjectName } from './project-name.ts';
import { StarterIcon } from './starter-icon.tsx';
import './new-project-dialog.css';

interface NewProjectDialogProps {
  /** Chosen at first; null chooses the first one. */
  readonly starterId: string | null;
  readonly onClose: () => void;
}

type Work =
  | { readonly step: 'editing' }
  | { readonly step: 'creating'; readonly message: string; readonly stop: AbortController };

/** Asks for a kind, a name and a place, makes the project, and opens it. */
export default function NewProjectDialog({ starterId, onClose }: NewProjectDialogProps) {
  const { core, shell, commands, editor, workspace } = useServices();
  const formId = useId();
  const nameInput = useRef<HTMLInputElement>(null);
  const [starters, setStarters] = useState<readonly Starter[]>([]);
  const [chosen, setChosen] = useState(starterId);
  const [name, setName] = useState('');
  const [named, setNamed] = useState(false);
  const [folder, setFolder] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);
  const [work, setWork] = useState<Work>({ step: 'editing' });
  const starter = starters.find(({ id }) => id === chosen) ?? starters[0];
  const nameProblem = projectNameProblem(name);

  useEffect(() => {
    let current = true;
    core.projects.starters().then(
      (answer) => {
        if (!current) return;
        setStarters(answer.starters);
        setFolder((kept) => kept || answer.defaultFolder);
      },
      (error: unknown) => current && setProblem(messageOf(error)),
    );
    return () => {
      current = false;
    };
  }, [core]);
  useEffect(() => {
    if (!named && starter) setName(suggestProjectName(starter.title, []));
  }, [named, starter]);

  const chooseFolder = async () => {
    const { path } = await shell.projects.chooseFolder({ title: t('Folder for the new project') });
    if (path !== null) setFolder(path);
  };

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (nameProblem !== null || !starter || folder === '' || work.step === 'creating') {
      nameInput.current?.focus();
      return;
    }
    const stop = new AbortController();
    setProblem(null);
    setWork({ step: 'creating', message: t('Copying files'), stop });
    try {
      const parts = await core.projects.create(
        { starterId: starter.id, parentPath: folder, name: name.trim() },
        { signal: stop.signal },
      );
      for await (const part of parts) {
        if (stop.signal.aborted) break;
        if (part.type === 'progress') setWork({ step: 'creating', message: part.message, stop });
        else {
          onClose();
          await commands.run('projects.openPath', { path: part.project.path });
          if (workspace.getState().project?.path === part.project.path) await openFirst(part.open);
          return;
        }
      }
      setWork({ step: 'editing' });
    } catch (error) {
      if (!stop.signal.aborted) setProblem(messageOf(error));
      setWork({ step: 'editing' });
    }
  };

  const openFirst = async ([first, ...others]: readonly string[]) => {
    for (const file of others) await editor.open(file, { keepFocus: true });
    if (first !== undefined) await editor.open(first);
  };

  const cancel = () => {
    if (work.step === 'creating') {
      work.stop.abort();
      setWork({ step: 'editing' });
    } else onClose();
  };

  const creating = work.step === 'creating';
  return (
    <Dialog
      open
      sticky
      wide
      onDismiss={cancel}
      title={t('New project')}
      initialFocus={nameInput}
      actions={
        <>
          {creating ? (
            <span className="new-project-progress" role="status">
              <LoaderCircle className="icon-small spinning" aria-hidden="true" />
              <span className="clip">{work.message}</span>
            </span>
          ) : null}
          <Button onClick={cancel}>{creating ? t('Stop') : t('Cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} disabled={creating || starters.length === 0}>
            {t('Create project')}
          </Button>
        </>
      }
    >
      <form id={formId} className="new-project" onSubmit={(event) => void create(event)}>
        <fieldset disabled={creating}>
          <legend className="field-label">{t('Start from')}</legend>
          <div className="new-project-starters">
            {starters.map(({ id, title, description, icon }) => (
              <label className="new-project-starter" key={id}>
                <input
                  type="radio"
                  name="starter"
                  value={id}
                  checked={id === starter?.id}
                  onChange={() => setChosen(id)}
                />
                <StarterIcon name={icon} />
                <span className="new-project-starter-title clip">{title}</span>
                <span className="new-project-starter-description clip">{description}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field
          ref={nameInput}
          label={t('Name')}
          value={name}
          disabled={creating}
          problem={touched || named ? nameProblem : null}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setNamed(true);
            setProblem(null);
          }}
        />
        <Field
          label={t('In folder')}
          value={folder}
          disabled={creating}
          hint={name.trim() && folder ? t('Makes {{folder}}', { folder: joinPath(folder, name.trim()) }) : undefined}
          onChange={(event) => setFolder(event.currentTarget.value)}
          end={
            <Button kind="ghost" small disabled={creating} onClick={() => void chooseFolder()}>
              {t('Choose…')}
            </Button>
          }
        />
        {problem === null ? null : <Notice level="error">{problem}</Notice>}
      </form>
    </Dialog>
  );
}
