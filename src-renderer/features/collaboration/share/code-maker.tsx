import { Copy, Eye, Link, MessageSquareText, Pencil } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import type { LiveSession } from '../live/live-session.ts';
import { workingCode } from './known-codes.ts';
import type { Sharing } from './share-state.ts';
import { isLifetimeDate, type Lifetime, roleName } from './terms.ts';
import { useNow } from './use-now.ts';

const onDate = 'date';
const anyNumber = 'any';

/** Makes codes: for which role, until when, for how many, and the code itself to be copied. */
export function CodeMaker({ live, sharing }: { readonly live: LiveSession; readonly sharing: Sharing }) {
  const { commands, dialogs } = useServices();
  const { terms, busy, onNetwork, shown: made } = useStore(sharing.state);
  // Who came and what was revoked comes with the people.
  useStore(live.state, (state) => state.people);
  const shown = workingCode(live, made, useNow());
  const isDate = terms.lifetime !== 'never' && terms.lifetime.length > 2;
  const lifetimes: { value: Lifetime | typeof onDate; label: string }[] = [
    { value: '7', label: t('in 7 days') },
    { value: '30', label: t('in 30 days') },
    { value: 'never', label: t('never') },
    ...(isDate ? [{ value: terms.lifetime, label: t('after {{date}}', { date: terms.lifetime }) }] : []),
    { value: onDate, label: t('on a date…') },
  ];
  const askForDate = async () => {
    const date = await dialogs.prompt({
      title: t('Until when does the code work?'),
      label: t('Last day'),
      value: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
      confirm: t('Use this day'),
      validate: (text) => (isLifetimeDate(text.trim(), Date.now()) ? null : t('Give a day to come, like 2027-01-31.')),
    });
    if (date !== null && isLifetimeDate(date.trim(), Date.now()))
      sharing.setTerms({ lifetime: date.trim() as Lifetime });
  };
  return (
    <section className="share-section">
      <div className="share-head">
        <span>{t('New code for')}</span>
        <Segmented
          label={t('New code for')}
          value={terms.role}
          onChange={(role) => sharing.setTerms({ role })}
          options={[
            { value: 'editor', label: roleName('editor'), icon: <Pencil aria-hidden="true" /> },
            { value: 'commenter', label: roleName('commenter'), icon: <MessageSquareText aria-hidden="true" /> },
            { value: 'viewer', label: roleName('viewer'), icon: <Eye aria-hidden="true" /> },
          ]}
        />
      </div>
      <div className="share-code">
        {shown ? (
          <>
            <output className="share-code-text" aria-label={t('Session code')}>
              {shown}
            </output>
            <IconButton
              label={t('Copy as link')}
              onClick={() => void commands.run('collaboration.copyLink', { code: shown })}
            >
              <Link aria-hidden="true" />
            </IconButton>
            <Button small onClick={() => void commands.run('collaboration.copyCode', { code: shown })}>
              <Copy className="icon-small" aria-hidden="true" />
              {t('Copy code')}
            </Button>
          </>
        ) : (
          <>
            <span className="share-code-none">{t('No code for this yet')}</span>
            <Button small kind="primary" disabled={busy} onClick={() => void commands.run('collaboration.makeCode')}>
              {t('Make a code')}
            </Button>
          </>
        )}
      </div>
      <div className="share-terms">
        <div className="share-term">
          <span className="share-term-name" aria-hidden="true">
            {t('Expires')}
          </span>
          <Select
            label={t('Expires')}
            value={terms.lifetime}
            options={lifetimes}
            onChange={(value) => {
              if (value === onDate) void askForDate();
              else sharing.setTerms({ lifetime: value });
            }}
          />
        </div>
        <div className="share-term">
          <span className="share-term-name" aria-hidden="true">
            {t('Uses')}
          </span>
          <Select
            label={t('Uses')}
            value={terms.uses === null ? anyNumber : String(terms.uses)}
            options={[
              { value: anyNumber, label: t('any number') },
              ...[1, 2, 5, 10].map((uses) => ({ value: String(uses), label: t('{{count}} people', { count: uses }) })),
            ]}
            onChange={(value) => sharing.setTerms({ uses: value === anyNumber ? null : Number(value) })}
          />
        </div>
      </div>
      <div className="share-option">
        <span>
          {t('Waiting room')}
          <span className="share-hint" id="share-waiting-hint">
            {t('You admit each person by hand')}
          </span>
        </span>
        <Switch
          label={t('Waiting room')}
          describedBy="share-waiting-hint"
          checked={terms.waitingRoom}
          onChange={(waitingRoom) => sharing.setTerms({ waitingRoom })}
        />
      </div>
      <div className="share-option">
        <span>
          {t('Show on this network')}
          <span className="share-hint" id="share-network-hint">
            {t('People nearby see it and knock; you admit them')}
          </span>
        </span>
        <Switch
          label={t('Show on this network')}
          describedBy="share-network-hint"
          checked={onNetwork}
          onChange={() => void commands.run('collaboration.showOnNetwork')}
        />
      </div>
    </section>
  );
}
