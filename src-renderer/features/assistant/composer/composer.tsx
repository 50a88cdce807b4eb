import { AtSign, Paperclip, SendHorizontal, Square } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Attachment } from '../../../../contract/model/chat.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { ContextPreview } from '../context/context-preview.ts';
import { roughTokens, tokenCount } from '../messages/answer-facts.ts';
import { canAnswer, type Models } from '../models/index.ts';
import { ModelPicker } from '../models/model-picker.tsx';
import type { FilledTemplate, PromptTemplates } from '../prompt-templates/index.ts';
import { TemplateMenu } from '../prompt-templates/template-menu.tsx';
import type { AssistantSession } from '../session/assistant-session.ts';
import { emptyDraft } from '../session/drafts.ts';
import { AttachmentChips } from './attachment-chips.tsx';
import { withAttachments } from './attachment-names.ts';
import { ChoiceList } from './choice-list.tsx';
import type { MentionEntry, MentionSources } from './mention-sources.ts';
import { looksLikeCode, withMention } from './mention-text.ts';
import { selectionAttachment } from './selection-attachment.ts';
import { useChoices } from './use-choices.tsx';
import './composer.css';

interface ComposerProps {
  readonly session: AssistantSession;
  readonly preview: ContextPreview;
  readonly models: Models;
  readonly templates: PromptTemplates;
  readonly sources: MentionSources;
  readonly contextShown: boolean;
  readonly onToggleContext: () => void;
}

/** Where one writes: the message, what goes along, which model answers, and sending it. */
export function Composer(props: ComposerProps) {
  const { session, preview, models, templates, sources, contextShown, onToggleContext } = props;
  const services = useServices();
  const conversationId = useStore(session.state, ({ conversation }) => conversation?.id ?? null);
  const draft = useStore(session.drafts.state, (drafts) => drafts.get(conversationId ?? '') ?? emptyDraft);
  const turn = useStore(session.state, (state) => state.turn);
  const refused = useStore(session.state, (state) => state.refused);
  const wishes = useStore(session.state, (state) => state.focusWishes);
  const tokens = useStore(preview.state, ({ manifest }) => manifest?.tokens ?? null);
  const connected = useStore(models.state, canAnswer);
  const field = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState(0);
  const [pasted, setPasted] = useState<Extract<Attachment, { kind: 'selection' }> | null>(null);

  useEffect(() => {
    if (wishes === 0) return;
    // Where the panel took its time to load, somebody may have gone on elsewhere: their next key is not meant for it.
    const { focusBefore } = session.state.getState();
    const focused = document.activeElement;
    if (focused !== document.body && focused !== focusBefore && focusBefore !== null) return;
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    setCursor(element?.value.length ?? 0);
  }, [wishes, session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field grows with its text
  useLayoutEffect(() => grow(field.current), [draft.text]);

  const change = (text: string) => session.drafts.change(conversationId, { text });
  const attach = (attachment: Attachment) => {
    const { attachments } = session.drafts.get(conversationId);
    session.drafts.change(conversationId, { attachments: withAttachments(attachments, [attachment]) });
  };
  const putCursor = (place: number) => {
    setCursor(place);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(place, place);
    });
  };
  const putMention = ({ label, attachment }: MentionEntry, start: number) => {
    const next = withMention(draft.text, start, cursor, label.replace(/\/$/, ''));
    change(next.text);
    attach(attachment);
    putCursor(next.cursor);
  };
  const putTemplate = ({ text, attachments }: FilledTemplate) => {
    const known = session.drafts.get(conversationId).attachments;
    session.drafts.change(conversationId, { text, attachments: withAttachments(known, attachments) });
    putCursor(text.length);
  };
  const choices = useChoices({
    text: draft.text,
    cursor,
    sources,
    templates,
    onMention: putMention,
    onTemplate: putTemplate,
  });
  const beginMention = () => {
    const place = field.current?.selectionStart ?? draft.text.length;
    const before = draft.text.slice(0, place);
    const written = before === '' || /\s$/.test(before) ? '@' : ' @';
    change(before + written + draft.text.slice(place));
    choices.restart();
    putCursor(place + written.length);
  };
  const attachFile = async () => {
    const { project } = services.workspace.getState();
    if (!project) return;
    const { matches } = await services.core.files.quickOpen({ projectId: project.id, query: '', limit: 200 });
    const recent = services.editor.recent().filter((path) => !path.startsWith('untitled:'));
    const paths = [...new Set([...recent, ...matches.map(({ path }) => path)])];
    const path = await services.dialogs.pick({
      placeholder: t('File to attach'),
      items: paths.map((value) => ({ label: value.slice(value.lastIndexOf('/') + 1), description: value, value })),
    });
    if (path !== null) attach({ kind: 'file', path });
    session.focusComposer();
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const text = event.clipboardData.getData('text/plain');
    const selection = selectionAttachment(services);
    const fromEditor = selection !== null && selection.text.trim() === text.trim();
    if (!fromEditor && !looksLikeCode(text)) return;
    setPasted(
      fromEditor ? selection : { kind: 'selection', path: null, line: 1, endLine: text.split('\n').length, text },
    );
  };
  const attachPasted = () => {
    if (!pasted) return;
    session.drafts.change(conversationId, {
      text: draft.text.replace(pasted.text, '').trim(),
      attachments: [...draft.attachments, pasted],
    });
    setPasted(null);
    session.focusComposer();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (choices.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Backspace' && draft.text === '' && draft.attachments.length > 0) {
      session.drafts.change(conversationId, { attachments: draft.attachments.slice(0, -1) });
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    session.send();
  };
  const changePins = (pinnedPaths: readonly string[]) => {
    const attachments = draft.attachments.filter((known) => known.kind !== 'file' || !pinnedPaths.includes(known.path));
    session.drafts.change(conversationId, { pinnedPaths, attachments });
    field.current?.focus();
  };
  const remove = (attachment: Attachment) => {
    session.drafts.change(conversationId, { attachments: draft.attachments.filter((known) => known !== attachment) });
    field.current?.focus();
  };
  const why = turn
    ? null
    : !connected
      ? t('No model is connected')
      : draft.text.trim() === ''
        ? t('There is nothing to send yet')
        : null;

  return (
    <div className="assistant-composer-place">
      {refused ? (
        <p className="assistant-refused" role="alert">
          {refused}
        </p>
      ) : null}
      {pasted && draft.text.includes(pasted.text) ? (
        <p className="assistant-offer">
          <span className="clip">{t('Pasted code says more as an attachment, with its place.')}</span>
          <Button small onClick={attachPasted}>
            {t('Attach it')}
          </Button>
        </p>
      ) : null}
      {choices.shown === null ? null : (
        <ChoiceList id={choices.id} label={choices.label} choices={choices.shown} active={choices.active} />
      )}
      <div className="assistant-composer">
        <AttachmentChips
          attachments={draft.attachments}
          remove={remove}
          pins={{ paths: draft.pinnedPaths, change: changePins }}
        />
        <textarea
          ref={field}
          className="assistant-composer-text"
          aria-label={t('Your message')}
          placeholder={t('Ask, or describe a change. @ adds files, / a template')}
          rows={2}
          value={draft.text}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={choices.shown === null ? undefined : choices.id}
          aria-activedescendant={choices.shown?.length ? `${choices.id}-${choices.active}` : undefined}
          data-assistant-composer
          onChange={({ target }) => {
            change(target.value);
            setCursor(target.selectionStart);
            choices.restart();
          }}
          onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart)}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
        />
        <div className="assistant-composer-foot">
          <IconButton label={t('Name a file, a symbol or something else')} onClick={beginMention}>
            <AtSign aria-hidden="true" />
          </IconButton>
          <IconButton label={t('Attach a file')} onClick={() => void attachFile().catch(reportError)}>
            <Paperclip aria-hidden="true" />
          </IconButton>
          <TemplateMenu templates={templates} onUse={session.ask} />
          <ModelPicker models={models} className="assistant-model" />
          <span className="assistant-composer-space" />
          {tokens === null ? null : (
            <button
              type="button"
              className="assistant-tokens tabular"
              aria-expanded={contextShown}
              aria-label={t('Context: {{tokens}} tokens', { tokens: tokenCount(tokens) })}
              data-tooltip={t('What would be sent')}
              onClick={onToggleContext}
            >
              {roughTokens(tokens)}
            </button>
          )}
          {turn ? (
            <Button small disabled={turn.stopping} onClick={session.stop}>
              <Square className="icon-small" aria-hidden="true" />
              {t('Stop')}
            </Button>
          ) : (
            <Button
              small
              aria-disabled={why !== null}
              data-tooltip={why ?? undefined}
              data-tooltip-keys={why === null ? 'Enter' : undefined}
              onClick={() => {
                if (why === null) session.send();
                else field.current?.focus();
              }}
            >
              <SendHorizontal className="icon-small" aria-hidden="true" />
              {t('Send')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** In pixels. */
const tallest = 240;

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, tallest)}px`;
}
