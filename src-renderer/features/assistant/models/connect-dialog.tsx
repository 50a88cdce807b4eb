import { LoaderCircle } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { ModelConnection } from '../../../../contract/model/assistant-model.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { type ConnectionTrouble, troubleOf } from './connection-trouble.ts';
import type { Models } from './models.ts';
import { offerModels } from './offer-models.ts';
import { addressProblem, completeAddress, openAiAddress, shortAddress } from './server-addresses.ts';
import './connect.css';

/** What the dialog begins with: a new connection of a kind, or one that is there. */
export type ConnectStart = 'openai' | 'compatible' | ModelConnection;

interface ConnectDialogProps {
  readonly models: Models;
  readonly start: ConnectStart;
  readonly onClose: () => void;
}

type Step = { readonly name: 'form' } | { readonly name: 'asking'; readonly stop: AbortController };

/** Connects a server after one call that it answers; then asks for the model where none is chosen yet. */
export function ConnectDialog({ models, start, onClose }: ConnectDialogProps) {
  const services = useServices();
  const edited = typeof start === 'string' ? null : start;
  const [kind, setKind] = useState(edited?.kind ?? (start as 'openai' | 'compatible'));
  const [name, setName] = useState(edited && edited.kind !== 'openai' ? edited.name : '');
  const [address, setAddress] = useState(edited?.baseUrl ?? '');
  const [dropsKey, setDropsKey] = useState(false);
  const [step, setStep] = useState<Step>({ name: 'form' });
  const [trouble, setTrouble] = useState<ConnectionTrouble | null>(null);
  // Read once, when it is sent: what is typed here is kept nowhere else.
  const keyInput = useRef<HTMLInputElement>(null);
  const addressInput = useRef<HTMLInputElement>(null);
  const formId = useId();
  const isOpenAi = kind === 'openai';
  const baseUrl = isOpenAi ? (edited?.baseUrl ?? openAiAddress) : completeAddress(address);
  const asking = step.name === 'asking';
  const keepsKey = edited?.hasKey === true && baseUrl !== null && sameOrigin(edited.baseUrl, baseUrl);

  const fail = (next: ConnectionTrouble) => {
    setTrouble(next);
    setStep({ name: 'form' });
    const field = next.place === 'address' && !isOpenAi ? addressInput : keyInput;
    requestAnimationFrame(() => field.current?.focus());
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (asking) return;
    const typed = keyInput.current?.value.trim() ?? '';
    const problem = isOpenAi ? null : addressProblem(address);
    if (problem !== null || baseUrl === null) return fail({ place: 'address', message: problem ?? '', detail: '' });
    if (isOpenAi && typed === '' && !edited?.hasKey)
      return fail({ place: 'key', message: t('Give the key. It begins with sk-.'), detail: '' });
    const stop = new AbortController();
    const first = models.state.getState().userChoice === null;
    setTrouble(null);
    setStep({ name: 'asking', stop });
    try {
      const connection = await models.connect(
        {
          id: edited?.id ?? null,
          kind,
          name: isOpenAi ? 'OpenAI' : name.trim() || shortAddress(baseUrl),
          baseUrl,
          ...(typed !== '' ? { key: typed } : dropsKey ? { key: null } : {}),
        },
        stop.signal,
      );
      if (keyInput.current) keyInput.current.value = '';
      onClose();
      if (first) await offerModels(services, models, connection);
    } catch (error) {
      if (stop.signal.aborted) setStep({ name: 'form' });
      else fail(troubleOf(error));
    }
  };
  const dismiss = () => {
    if (step.name === 'asking') {
      step.stop.abort();
      setStep({ name: 'form' });
    } else onClose();
  };
  const at = (place: ConnectionTrouble['place']) => (trouble?.place === place ? troubleText(trouble) : null);

  return (
    <Dialog
      open
      sticky
      onDismiss={dismiss}
      title={edited ? t('Change {{name}}', { name: edited.name }) : t('Connect a model')}
      initialFocus={isOpenAi ? keyInput : addressInput}
      actions={
        <>
          {asking ? (
            <span className="connect-progress" role="status">
              <LoaderCircle className="icon-small spinning" aria-hidden="true" />
              <span className="clip">{t('Asking {{name}} …', { name: shortAddress(baseUrl ?? '') })}</span>
            </span>
          ) : null}
          <Button onClick={dismiss}>{asking ? t('Stop') : t('Cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} aria-disabled={asking}>
            {edited ? t('Save connection') : t('Connect')}
          </Button>
        </>
      }
    >
      <form id={formId} className="connect-form" onSubmit={(event) => void save(event)}>
        {edited ? null : (
          <Segmented
            label={t('Kind of server')}
            value={kind === 'openai' ? 'openai' : 'compatible'}
            options={[
              { value: 'openai', label: 'OpenAI' },
              { value: 'compatible', label: t('Another server') },
            ]}
            onChange={(next) => {
              setTrouble(null);
              // One server's key is not for another.
              if (keyInput.current) keyInput.current.value = '';
              setKind(next);
            }}
          />
        )}
        {isOpenAi ? (
          at('address') ? (
            <Notice level="error">{at('address')}</Notice>
          ) : null
        ) : (
          <>
            <Field
              label={t('Address')}
              placeholder="https://models.example/v1"
              inputMode="url"
              readOnly={asking}
              ref={addressInput}
              value={address}
              problem={at('address')}
              hint={
                baseUrl !== null && baseUrl !== address.trim()
                  ? t('Asks {{address}}', { address: baseUrl })
                  : t('Any server that speaks OpenAI’s protocol.')
              }
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
            <Field
              label={t('Name')}
              placeholder={baseUrl === null ? t('As the address') : shortAddress(baseUrl)}
              maxLength={100}
              readOnly={asking}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </>
        )}
        <Field
          label={isOpenAi ? t('Key') : t('Key, if it asks for one')}
          type="password"
          placeholder={keepsKey ? t('Kept. Type another to replace it') : undefined}
          maxLength={2000}
          readOnly={asking}
          disabled={dropsKey}
          ref={keyInput}
          problem={at('key')}
          hint={
            isOpenAi
              ? t(
                  'From platform.openai.com, under API keys. It is kept encrypted by this system, and sent to OpenAI only.',
                )
              : edited?.hasKey && baseUrl !== null && !keepsKey
                ? t('The key stays with the old address. Type it again if it is meant for this one.')
                : t('It is kept encrypted by this system, and sent to this address only.')
          }
        />
        {keepsKey && !isOpenAi ? (
          <label className="connect-drop-key">
            <input
              type="checkbox"
              checked={dropsKey}
              disabled={asking}
              onChange={(event) => {
                if (event.currentTarget.checked && keyInput.current) keyInput.current.value = '';
                setDropsKey(event.currentTarget.checked);
              }}
            />
            {t('Forget the key: the server asks for none')}
          </label>
        ) : null}
        {at('form') ? <Notice level="error">{at('form')}</Notice> : null}
      </form>
    </Dialog>
  );
}

/** What happened and what to do, then what the server itself said. */
function troubleText({ message, detail }: ConnectionTrouble): string {
  return detail === '' || message.includes(detail) ? message : `${message} (${detail})`;
}

function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}
